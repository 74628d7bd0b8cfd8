Feature: Where marketing and sales miss each other
  Nobody broke a promise here, and still a lead fell between two chairs. The report lists it until somebody picks it up.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
      | industry          | farming        |

  Scenario: Handed over although it doesn't qualify
    When "Weber" enters mql on 2026-04-13 10:00
    And it is 2026-04-14 09:00
    Then "Weber" is listed as handed_over_not_qualified
    And "Weber" is not listed as handed_over_unproven
    And "fit" for "Weber" is broken because unfit

  Scenario: Sales called before marketing handed the lead over
    When "Weber" enters lead on 2026-04-13 09:00
    And "u301" does call_connected for "Weber" on 2026-04-13 10:00
    And "Weber" enters mql on 2026-04-13 11:00
    And it is 2026-04-14 09:00
    Then "Weber" is listed as worked_before_hand_over

  Scenario: A call at the very instant of the hand-over is none before it
    When "Weber" enters mql on 2026-04-13 10:00
    And "u301" does call_connected for "Weber" on 2026-04-13 10:00
    And it is 2026-04-14 09:00
    Then "Weber" is not listed as worked_before_hand_over

  Scenario: Accepted, and then nobody called
    When "Weber" enters mql on 2026-04-13 10:00
    And "u301" does call_not_answered for "Weber" on 2026-04-13 10:30
    And "u301" moves "Weber" to sal on 2026-04-13 11:00
    And it is 2026-04-20 09:00
    Then "Weber" is listed as accepted_never_worked

  Scenario: Accepted and called
    When "Weber" enters mql on 2026-04-13 10:00
    And "u301" moves "Weber" to sal on 2026-04-13 11:00
    And "u301" does call_not_answered for "Weber" on 2026-04-13 11:30
    And it is 2026-04-20 09:00
    Then "Weber" is not listed as accepted_never_worked

  Scenario: Given back, and marketing forgot about it
    When "Weber" enters mql on 2026-04-13 10:00
    And "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-13 11:00
    And it is 2026-06-20 09:00
    Then "Weber" is listed as recycled_never_nurtured
    And "Weber" is not listed as rejected_without_reason

  Scenario: Sent away without saying why
    When "Weber" enters mql on 2026-04-13 10:00
    And "u301" moves "Weber" to recycled on 2026-04-13 11:00
    And it is 2026-04-14 09:00
    Then "Weber" is listed as rejected_without_reason

  Scenario: From lead to opportunity in one step
    When "Weber" enters lead on 2026-04-13 10:00
    And "Weber" enters opportunity on 2026-04-14 10:00
    And it is 2026-04-15 09:00
    Then "Weber" is listed as skipped_stages

  Scenario: Past the stage that a conversion asks for
    When "Weber" enters mql on 2026-04-13 10:00
    And "Weber" enters opportunity on 2026-04-14 10:00
    And it is 2026-04-15 09:00
    Then "qualified" for "Weber" is kept because in_time
    And "Weber" is listed as skipped_stage

  Scenario: With sales, and nobody there owns it
    When "Weber" enters mql on 2026-04-13 10:00
    And it is 2026-04-14 09:00
    Then "Weber" is listed as no_owner
