Feature: How often a lead is tried before anybody gives up
  Six attempts on four days through two channels within twenty business days, unless the buyer answers sooner.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    And this happens to "Weber"
      | on               | event         | by   | to_stage |
      | 2026-01-12 10:00 | stage_changed | u301 | mql      |
      | 2026-01-12 11:00 | stage_changed | u301 | sal      |

  Scenario: Six attempts on four days through two channels are enough
    When this happens to "Weber"
      | on               | event             | by   |
      | 2026-01-12 14:00 | call_not_answered | u301 |
      | 2026-01-13 14:00 | email_sent        | u301 |
      | 2026-01-14 14:00 | call_not_answered | u301 |
      | 2026-01-15 14:00 | call_not_answered | u301 |
      | 2026-01-15 16:00 | email_sent        | u301 |
      | 2026-01-16 14:00 | call_not_answered | u301 |
    And it is 2026-03-02 09:00
    Then "persistence" for "Weber" is kept because in_time
    And "persistence" for "Weber" counts 6 attempts on 5 days through 2 channels

  Scenario: Six calls and never a mail are not
    When this happens to "Weber"
      | on               | event             | by   |
      | 2026-01-12 14:00 | call_not_answered | u301 |
      | 2026-01-13 14:00 | call_not_answered | u301 |
      | 2026-01-14 14:00 | call_not_answered | u301 |
      | 2026-01-15 14:00 | call_not_answered | u301 |
      | 2026-01-15 16:00 | call_not_answered | u301 |
      | 2026-01-16 14:00 | call_not_answered | u301 |
    And it is 2026-03-02 09:00
    Then "persistence" for "Weber" is broken because not_done

  Scenario: Three mails within four minutes are one attempt
    When this happens to "Weber"
      | on               | event      | by   |
      | 2026-01-12 14:00 | email_sent | u301 |
      | 2026-01-12 14:02 | email_sent | u301 |
      | 2026-01-12 14:04 | email_sent | u301 |
    And it is 2026-01-13 09:00
    Then "persistence" for "Weber" is open
    And "persistence" for "Weber" counts 1 attempt on 1 day through 1 channel

  Scenario: Giving the lead back after two attempts is giving up, at once
    When this happens to "Weber"
      | on               | event             | by   |
      | 2026-01-12 14:00 | call_not_answered | u301 |
      | 2026-01-13 14:00 | email_sent        | u301 |
    And "Weber" enters recycled with reason no_answer on 2026-01-14 09:30
    And it is 2026-01-14 10:00
    Then "persistence" for "Weber" is broken because gave_up
    And "persistence" for "Weber" counts 2 attempts on 2 days through 2 channels

  Scenario: Who spoke with the buyer need not try again
    When "u301" does call_connected for "Weber" on 2026-01-13 14:00
    And it is 2026-03-02 09:00
    Then "persistence" for "Weber" is kept because released

  Scenario: A competitor need not be tried at all
    When "Weber" enters disqualified with reason competitor on 2026-01-13 09:30
    And it is 2026-03-02 09:00
    Then "persistence" for "Weber" is cancelled

  Scenario: Never tried is zero attempts, the worst case, and not a missing one
    When it is 2026-03-02 09:00
    Then "persistence" for "Weber" is broken because not_done
    And "persistence" for "Weber" counts 0 attempts on 0 days through 0 channels

  Scenario: Attempts of an earlier time are not counted
    When this happens to "Weber"
      | on               | event      | by   |
      | 2026-01-12 10:30 | email_sent | u301 |
    And it is 2026-01-13 09:00
    Then "persistence" for "Weber" counts 0 attempts on 0 days through 0 channels
