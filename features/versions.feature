Feature: Which version of the agreement judges a lead
  The version in force when the clock starts judges it for its whole life.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    And a lead "Silva" with
      | fact              | value          |
      | country           | BR             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |

  Scenario: One second before the new version
    When "Weber" enters mql on 2026-03-31 23:59:59
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 1.0.0
    And "answer" for "Weber" is due Tue 7 Apr 2026 18:00

  Scenario: The first instant of the new version
    When "Weber" enters mql on 2026-04-01 00:00:00
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 2.0.0
    And "answer" for "Weber" is due Thu 2 Apr 2026 18:00

  Scenario: A clock keeps the terms it started under
    When "Weber" enters mql on 2026-03-30 10:00
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 1.0.0
    And "answer" for "Weber" is due Wed 1 Apr 2026 18:00

  Scenario: Before the first version nothing was promised
    When "Weber" enters mql on 2025-12-31 23:59:59
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is not applicable because no_version

  Scenario: Brazil was out of scope in the first quarter
    When "Silva" enters mql on 2026-03-30 10:00
    And it is 2026-04-10 09:00
    Then "answer" for "Silva" is not applicable because out_of_scope

  Scenario: Brazil is in scope in the second
    When "Silva" enters mql on 2026-04-06 16:00
    And it is 2026-04-06 17:00
    Then "answer" for "Silva" is open
    And "answer" for "Silva" is judged by version 2.0.0

  Scenario: Whether a lead is in scope may be unknown
    Given a lead "Nobody" with
      | fact              | value |
      | existing_customer | false |
    When "Nobody" enters mql on 2026-04-07 16:00
    And it is 2026-04-20 17:00
    Then "answer" for "Nobody" is unknown because scope
