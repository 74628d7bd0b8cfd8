Feature: What validate tells of policies that load
  A rule of the lint weighs what could become of any lead, before there is one.

  Background:
    Given the policies of this repository

  Scenario: The agreement of this repository is as it should be
    When it is 2026-03-02 09:00
    Then validate tells nothing

  Scenario: A row of allowed time that an earlier one covers
    When in "agreements/inbound/2.0.0.yaml" the text "all: [hurried, served_from_new_york]" becomes "all: [hurried, asked_for_demo]"
    And it is 2026-03-02 09:00
    Then validate tells LP909 of "no lead gets this row"

  Scenario: A stage that no lead can reach
    When in "agreements/inbound/2.0.0.yaml" the text "next: [customer, recycled, disqualified]" becomes "next: [recycled, disqualified]"
    And it is 2026-03-02 09:00
    Then validate tells LP903 of "customer"
