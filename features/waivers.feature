Feature: What both parties agree not to count
  The telephones were down for a day. Sales asks that the leads of that day are not held against it, marketing agrees, and
  both can see what would have been counted.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
      | industry          | education      |

  Scenario: A broken promise that both parties waive
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-20 09:00
    Then "first_response" for "Weber" is waived
    And "first_response" for "Weber" would have been broken because not_done
    And "first_response" for "Weber" was waived by "outage"
    And the waiver "outage" covers 1 clock

  Scenario: A waiver covers kept promises too
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_not_answered for "Weber" on 2026-01-12 11:00
    And it is 2026-01-20 09:00
    Then "first_response" for "Weber" is waived
    And "first_response" for "Weber" would have been kept because in_time

  Scenario: A waiver that was approved after the fact says so
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-19
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-20 09:00
    Then "first_response" for "Weber" was waived by "outage", after the fact

  Scenario: What started on another day is counted
    Given a waiver "outage" of "first_response" in "inbound" for "Weber" from 2026-01-12 until 2026-01-12, asked for by sales, approved by marketing on 2026-01-12
    When "Weber" enters mql on 2026-01-13 10:00
    And it is 2026-01-20 09:00
    Then "first_response" for "Weber" is broken because not_done
    And the waiver "outage" covers 0 clocks

  Scenario: A waiver may ask for facts, and a fact that nobody knows waives nothing
    Given the policy file "waivers/schools.yaml"
      """
      format: leadpact/v1
      kind: Waiver
      waiver: schools
      agreement: inbound
      commitment: first_response
      if: {field: industry, is: education}
      from: 2026-01-12
      until: 2026-01-16
      reason: Schools are closed this week.
      requested_by: sales
      approved_by: {party: marketing, name: Kim Berg, on: 2026-01-09}
      """
    And a lead "Huber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Weber" enters mql on 2026-01-12 10:00
    And "Huber" enters mql on 2026-01-12 10:00
    And it is 2026-01-20 09:00
    Then "first_response" for "Weber" is waived
    And "first_response" for "Huber" is broken because not_done
