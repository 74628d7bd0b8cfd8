Feature: What was signed, and whether it still counts
  Both heads sign the terms of the agreement. Whoever reads a report sees whether what judges was signed, and an auditor finds
  out whether anybody changed the terms, the report or the book of runs since.

  Background:
    Given the policies of this repository
    And "Kim Berg" may sign as "chief marketing officer"
    And "Jo Ohm" may sign as "chief revenue officer"
    And "the nightly run" may attest runs
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
      | industry          | education      |
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-20 09:00

  Scenario: An agreement that nobody signed is marked on every figure
    Then "inbound@2.0.0" is not signed
    And every figure of the report is marked unsigned

  Scenario: One signature is not enough
    When "Kim Berg" signs "inbound@2.0.0" on 2026-01-08 10:00
    Then "inbound@2.0.0" is not signed

  Scenario: Signed by both heads
    When "Kim Berg" signs "inbound@1.0.0" on 2026-01-08 10:00
    And "Jo Ohm" signs "inbound@1.0.0" on 2026-01-09 17:00
    Then "inbound@1.0.0" is signed
    And no figure of the report is marked unsigned

  Scenario: Other terms void what was signed
    When "Kim Berg" signs "inbound@2.0.0" on 2026-01-08 10:00
    And "Jo Ohm" signs "inbound@2.0.0" on 2026-01-09 17:00
    And in "agreements/inbound/2.0.0.yaml" the text "share: 85%" becomes "share: 80%"
    Then "inbound@2.0.0" is not signed
    And the signature of "Jo Ohm" under "inbound@2.0.0" is void because the terms have changed since

  Scenario: A comment voids nothing
    When "Kim Berg" signs "inbound@2.0.0" on 2026-01-08 10:00
    And "Jo Ohm" signs "inbound@2.0.0" on 2026-01-09 17:00
    And in "agreements/inbound/2.0.0.yaml" the text "hand_over: mql" becomes "hand_over: mql # at last"
    Then "inbound@2.0.0" is signed

  Scenario: What is signed later does not count in an earlier report
    When "Kim Berg" signs "inbound@1.0.0" on 2026-01-08 10:00
    And "Jo Ohm" signs "inbound@1.0.0" on 2026-01-21 10:00
    Then every figure of the report is marked unsigned

  Scenario: A waiver that marketing approves is signed by the head of marketing
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    When "Kim Berg" signs "outage" on 2026-01-13 10:00
    Then "outage" is signed
    And "first_response" for "Weber" is waived
    And no figure is marked for "outage"

  Scenario: A waiver that nobody signed waives, and is marked
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    Then "outage" is not signed
    And "first_response" for "Weber" is waived
    And figures that lack cases of "outage" are marked

  Scenario: A waiver that says something else than what was signed is marked
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    When "Kim Berg" signs "outage" on 2026-01-13 10:00
    And in "waiver_outage.yaml" the text "until: 2026-01-12" becomes "until: 2026-01-14"
    Then the signature of "Kim Berg" under "outage" is void because the terms have changed since
    And figures that lack cases of "outage" are marked

  Scenario: A book of runs in which nobody wrote but the runs
    When the run is noted 3 times
    Then the ledger is sound

  Scenario: A run is taken out of the book
    When the run is noted 3 times
    And line 2 of the ledger is removed
    Then the ledger is broken at line 2

  Scenario: Two runs change places in the book
    When the run is noted 3 times
    And lines 1 and 2 of the ledger change places
    Then the ledger is broken at line 1

  Scenario: What is cut off at the end is found by the head that was noted elsewhere
    When the run is noted 3 times
    And line 3 of the ledger is removed
    Then the ledger is sound
    But the ledger does not hold the head that was noted
