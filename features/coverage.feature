Feature: What our records can't tell
  A sync that stopped is not a broken promise; a row that can't be read is counted, and never dropped in silence.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |

  Scenario: What fell due after the last sync is unknown
    Given the records are complete until 2026-01-13 12:00
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is unknown because source

  Scenario: What fell due before the last sync is broken
    Given the records are complete until 2026-01-13 18:00
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done

  Scenario: What was done before the last sync is kept
    Given the records are complete until 2026-01-13 12:00
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-13 11:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is kept because in_time

  Scenario: A row without a readable time may have been the answer
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 31 February
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is unknown because source
    And 1 row is in quarantine: unreadable time

  Scenario: The same row twice is one event
    When "u301" does call_not_answered for "Weber" on 2026-01-12 09:00, exported twice
    And it is 2026-01-14 09:00
    Then 1 row is set aside: duplicate

  Scenario: An event of a lead that was deleted is kept apart
    When "u301" does call_not_answered for "Nobody" on 2026-01-12 09:00
    And it is 2026-01-14 09:00
    Then 1 row is in quarantine: unknown lead

  Scenario: A type of event that the schema does not know is kept apart
    When "Weber" does smoke_signal_sent on 2026-01-12 09:00
    And it is 2026-01-14 09:00
    Then 1 row is in quarantine: unknown event type

  Scenario: What happens after the question is asked is set aside
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And it is 2026-01-12 10:30
    Then "first_response" for "Weber" is open
    And 1 row is set aside: after as_of

  Scenario: A lead whose id is NA is a lead
    Given a lead "NA" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "NA" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "NA" on 2026-01-12 11:00
    And it is 2026-01-14 09:00
    Then "first_response" for "NA" is kept because in_time
