Feature: What was put down late
  A call counts when it was made. The agreement asks that it be recorded within the hour; one that was put down later
  counts all the same, and is marked.

  Background:
    Given the policies of this repository
    And the policy file "logged.yaml"
      """
      format: leadpact/v1
      kind: Agreement
      agreement: logged
      version: 1.0.0
      title: Calls are put down
      zone: Europe/Berlin
      in_force_from: 2026-01-01
      uses: {lead_schema: crm, calendar: always}
      parties:
        marketing: {name: Marketing, signs: cmo}
        sales: {name: Sales, signs: cro}
      hand_over: mql
      stages:
        - {id: mql, held_by: sales}
      commitments:
        called:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          kept_by: {outreach: attempt}
          log_within: 1 hour
          allowed_time: 4 hours
      """
    And a lead "Weber" with
      | fact    | value |
      | country | DE    |
    And "Weber" enters mql on 2026-01-12 10:00

  Scenario: A call that was put down two days later counts, and is marked
    When this happens to "Weber"
      | on               | event          | by   | recorded         |
      | 2026-01-12 11:00 | call_connected | u301 | 2026-01-14 09:00 |
    And it is 2026-01-15 09:00
    Then "called" for "Weber" is kept because in_time
    And "called" for "Weber" was logged late

  Scenario: A call that was put down at once is not
    When this happens to "Weber"
      | on               | event          | by   | recorded         |
      | 2026-01-12 11:00 | call_connected | u301 | 2026-01-12 12:00 |
    And it is 2026-01-15 09:00
    Then "called" for "Weber" is kept because in_time
    And "called" for "Weber" was not logged late
