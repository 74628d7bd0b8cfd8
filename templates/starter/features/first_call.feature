Feature: How soon a handed-over lead is called
  Within one business day; within two business hours if the lead asked for a demo on that day.

  Background:
    Given the policies of this repository
    And a lead "Berg" with
      | fact      | value |
      | employees | 60    |

  Scenario: Called on the next day
    When "Berg" enters qualified on 2026-03-02 10:00
    And "u2" does call_not_answered for "Berg" on 2026-03-03 16:00
    And it is 2026-03-05 09:00
    Then "first_call" for "Berg" is due Tue 3 Mar 2026 17:00
    And "first_call" for "Berg" is kept because in_time

  Scenario: Called a day too late
    When "Berg" enters qualified on 2026-03-02 10:00
    And "u2" does call_not_answered for "Berg" on 2026-03-04 09:30
    And it is 2026-03-05 09:00
    Then "first_call" for "Berg" is broken because late

  Scenario: Never called
    When "Berg" enters qualified on 2026-03-02 10:00
    And it is 2026-03-05 09:00
    Then "first_call" for "Berg" is broken because not_done

  Scenario: A demo was asked for in the morning
    When "Berg" does demo_requested on 2026-03-02 08:30
    And "Berg" enters qualified on 2026-03-02 10:00
    And it is 2026-03-02 11:30
    Then "first_call" for "Berg" is open
    And "first_call" for "Berg" is due Mon 2 Mar 2026 12:00

  Scenario: A lead that comes in on a Friday evening waits until Monday
    When "Berg" does demo_requested on 2026-03-06 18:00
    And "Berg" enters qualified on 2026-03-06 18:05
    And it is 2026-03-09 09:30
    Then "first_call" for "Berg" is due Mon 9 Mar 2026 11:00

  Scenario: Nobody need call a competitor
    When "Berg" enters qualified on 2026-03-02 10:00
    And "Berg" enters closed with reason competitor on 2026-03-02 11:00
    And it is 2026-03-05 09:00
    Then "first_call" for "Berg" is cancelled
