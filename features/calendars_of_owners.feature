Feature: By whose hours a lead is answered
  A time can run by the calendar of whoever owns the lead when it starts, as the roster says of the person or the team.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    And the team "sales_americas" works by the calendar "americas"

  Scenario: Somebody in the Americas owns the lead
    Given "first_response" runs by the calendar {of: owner}
    When "Weber" is given to "u401" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is due Wed 14 Jan 2026 00:00

  Scenario: Somebody in Europe owns it
    Given "first_response" runs by the calendar {of: owner}
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is due Tue 13 Jan 2026 18:00

  Scenario: A lead without an owner still runs
    Given "first_response" runs by the calendar {of: owner}
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is due Tue 13 Jan 2026 18:00

  Scenario: Who gets the lead later changes nothing
    Given "first_response" runs by the calendar {of: owner}
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u401" on 2026-01-12 10:01
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is due Tue 13 Jan 2026 18:00

  Scenario: A field of the lead may choose
    Given "first_response" runs by the calendar {field: country, calendars: {DE: americas}, else: emea}
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is due Wed 14 Jan 2026 00:00
