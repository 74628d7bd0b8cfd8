Feature: What a change would have done to the leads that there are
  A change is judged over past leads before anybody signs it: the same starts and stops, other terms.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Weber" enters mql on 2026-04-07 10:00
    And "u301" does call_not_answered for "Weber" on 2026-04-08 09:30
    And it is 2026-04-10 09:00

  Scenario: Less time turns an answer of the next morning
    When in "agreements/inbound/2.0.0.yaml" the text "- else: 1 business day" becomes "- else: 4 business hours"
    Then the change would have turned "first_response" of "Weber" from kept to broken

  Scenario: A new version is judged as if it had been in force instead of the one that it follows
    When agreement "inbound" gets version 3.0.0 from 2026-09-01, in which "- else: 1 business day" becomes "- else: 4 business hours"
    Then the change would have turned "first_response" of "Weber" from kept to broken

  Scenario: Another objective turns no clock
    When in "agreements/inbound/2.0.0.yaml" the text "share: 85%" becomes "share: 95%"
    Then the change would have turned no clock

  Scenario: Who is out of scope afterwards is left out
    When in "agreements/inbound/2.0.0.yaml" the text "CH, DE, DK" becomes "CH, DK"
    Then the change would have turned "first_response" of "Weber" from kept to left out

  Scenario: A promise that is new has no clock before
    When agreement "inbound" gets version 3.0.0 from 2026-09-01, in which "  answer:" becomes "  decision:"
    Then the change would have turned "decision" of "Weber" from no clock to broken

  Scenario: Windows that were never agreed
    When in "agreements/inbound/2.0.0.yaml" the text "- else: 1 business day" becomes "- else: 4 business hours"
    Then with 4 business hours "first_response" would have been kept in 0 of 1 cases
    And with 1 business day "first_response" would have been kept in 1 of 1 cases
