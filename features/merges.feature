Feature: Two records that are one lead
  The same person filled in two forms. Once somebody notices and merges the records, there is one lead with one story.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    And a lead "Webber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Webber" enters mql on 2026-01-12 10:00
    And "u301" does call_not_answered for "Weber" on 2026-01-12 11:00
    And "Webber" is merged into "Weber" on 2026-01-20 09:00

  Scenario: Before the merge they are two
    When it is 2026-01-19 09:00
    Then "first_response" for "Webber" is broken because not_done
    And "first_response" for "Weber" has 0 clocks

  Scenario: Weber answered for Webber
    When it is 2026-01-21 09:00
    Then "first_response" for "Weber" is kept because in_time
    And "first_response" for "Webber" has 0 clocks
    And "Webber" is listed as merged_lead

  Scenario: A merge erases no breach that nobody answered
    When "Webber" enters mql on 2026-01-14 10:00
    And it is 2026-01-21 09:00
    Then "first_response" for "Weber" has 2 clocks
    And "first_response" for "Weber" is broken because not_done
