Feature: What a change of the agreement means

  Background:
    Given the policies of this repository

  Scenario: A higher share is more to keep
    When in "agreements/inbound/2.0.0.yaml" the text "share: 85%" becomes "share: 95%"
    Then the change of "commitments first_response objective share" tightens for sales
    And agreement "inbound" needs a major version, which it has not

  Scenario: More time is less to keep
    When in "agreements/inbound/2.0.0.yaml" the text "time: 15 business days" becomes "time: 18 business days"
    Then the change of "commitments persistence allowed_time if served from new york" loosens for sales

  Scenario: A stricter requirement of the hand-over is harder to meet for who hands over
    When in "agreements/inbound/2.0.0.yaml" the text "at_least: 2" becomes "at_least: 3"
    Then the change of "criteria engaged" tightens for marketing

  Scenario: Whom a criterion binds that makes points as well depends on the leads
    When in "agreements/inbound/2.0.0.yaml" the text "at_least: 50" becomes "at_least: 60"
    Then the change of "criteria right_size" can't be told

  Scenario: A renumbered version is held against what it was
    When in "agreements/inbound/2.0.0.yaml" the text "version: 2.0.0" becomes "version: 3.0.0"
    And in "agreements/inbound/2.0.0.yaml" the text "share: 85%" becomes "share: 95%"
    Then agreement "inbound" needs a major version, which it has

  Scenario: Names of people are no terms
    When in "rosters/revenue_teams.yaml" the text "name: Inside sales EMEA" becomes "name: EMEA inside sales"
    Then the change of "teams sales_emea name" is editorial

  Scenario: A comment changes nothing
    When in "agreements/inbound/2.0.0.yaml" the text "hand_over: mql" becomes "hand_over: mql # at last"
    Then nothing changed
