Feature: Whether sales takes a lead that was handed over
  A person in sales accepts or rejects each lead in time. What a machine moves decides nothing, and a rejection says why.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Weber" enters mql on 2026-04-13 10:00

  Scenario: Accepted at the very close of the next business day
    When "u301" moves "Weber" to sal on 2026-04-14 18:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is due Tue 14 Apr 2026 18:00
    And "answer" for "Weber" is kept because accepted
    And "Weber" is not listed as rejected_without_reason

  Scenario: Rejected in time, with a reason that the stage lists
    When "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-14 09:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is kept because rejected

  Scenario: Accepted a second too late
    When "u301" moves "Weber" to sal on 2026-04-14 18:00:01
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is broken because late

  Scenario: Nobody decides
    When it is 2026-04-16 09:00
    Then "answer" for "Weber" is broken because not_done

  Scenario: Nobody answered, so nobody knows what becomes of the lead
    When it is 2026-06-16 09:00
    Then "answer" for "Weber" is broken because not_done
    And "accepted" for "Weber" is unknown because undecided

  Scenario: There is still time to decide
    When it is 2026-04-14 18:00
    Then "answer" for "Weber" is open

  Scenario: A rejection without a reason is no decision, and is listed
    When "u301" moves "Weber" to recycled on 2026-04-13 11:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is broken because not_done
    And "Weber" is listed as rejected_without_reason

  Scenario: The reason of another stage is none
    When "u301" moves "Weber" to recycled with reason spam on 2026-04-13 11:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is broken because not_done

  Scenario: The reason may follow in time
    When "u301" moves "Weber" to recycled on 2026-04-13 11:00
    And "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-14 11:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is kept because rejected

  Scenario Outline: Whose decision is none
    When "<who>" moves "Weber" to sal on 2026-04-13 11:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is broken because not_done

    Examples:
      | who  | why                       |
      | crm  | a machine moved it        |
      | u101 | marketing moved it        |
      | u303 | he left sales in March    |

  Scenario: Nobody knows who moved the lead
    When somebody moves "Weber" to sal on 2026-04-13 11:00
    And it is 2026-04-16 09:00
    Then "answer" for "Weber" is unknown because actor

  Scenario: A lead that comes back is to be answered again
    When "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-13 11:00
    And "Weber" enters mql on 2026-04-20 10:00
    And it is 2026-04-23 09:00
    Then "answer" for "Weber" has 2 clocks
    And "answer" for "Weber" is broken because not_done
