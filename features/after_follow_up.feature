Feature: Where a lead goes when the attempts are over
  Partners agreed that a lead which could not be reached goes back to marketing within two business days of the end of
  the attempts, so that nobody forgets it.

  Background:
    Given the policies of this repository
    And the policy file "agreements/partners/1.0.0.yaml"
      """
      format: leadpact/v1
      kind: Agreement
      agreement: partners
      version: 1.0.0
      title: Partner lead agreement
      zone: Europe/Berlin
      in_force_from: 2026-01-01
      uses: {lead_schema: crm, calendar: emea}
      parties:
        marketing: {name: Demand Generation, signs: chief marketing officer}
        sales: {name: Inside Sales, signs: chief revenue officer}
      hand_over: mql
      stages:
        - {id: lead, held_by: marketing, next: [mql]}
        - {id: mql, held_by: sales, next: [sal, recycled]}
        - {id: sal, held_by: sales, next: [sql, recycled]}
        - {id: sql, held_by: sales, next: [recycled]}
        - {id: recycled, held_by: marketing, reasons: [bad_timing, no_answer], next: [mql]}
      commitments:
        partner_calls:
          kind: cadence
          owed_by: sales
          starts: {enters: sal}
          attempts: {at_least: 2, from: team}
          allowed_time: 5 business days
          released_by: [{outreach: conversation}, {enters: sql}]
          then: {enters: recycled, allowed_time: 2 business days}
      """
    And a lead "Weber" with
      | fact    | value |
      | country | DE    |
    When "Weber" enters sal on 2026-04-13 10:00

  Scenario: The lead is given back after the end of the attempts
    When "Weber" enters recycled with reason no_answer on 2026-04-22 12:00
    And it is 2026-04-27 09:00
    Then "partner_calls" for "Weber" is broken because not_done
    And "partner_calls.then" for "Weber" is kept because in_time
    And "partner_calls.then" for "Weber" is due Thu 23 Apr 2026 18:00

  Scenario: Nobody gives the lead back
    When it is 2026-04-27 09:00
    Then "partner_calls.then" for "Weber" is broken because not_done

  Scenario: Given back before the end, with the attempts made
    When this happens to "Weber"
      | on               | event             | by   |
      | 2026-04-14 10:00 | call_not_answered | u301 |
      | 2026-04-15 10:00 | call_not_answered | u301 |
    And "Weber" enters recycled with reason no_answer on 2026-04-16 09:30
    And it is 2026-04-27 09:00
    Then "partner_calls" for "Weber" is kept because in_time
    And "partner_calls.then" for "Weber" is kept because in_time

  Scenario: Given back before the attempts were made is giving up, and nothing follows
    When "Weber" enters recycled with reason no_answer on 2026-04-16 09:30
    And it is 2026-04-27 09:00
    Then "partner_calls" for "Weber" is broken because gave_up
    And "partner_calls.then" for "Weber" has 0 clocks

  Scenario: A talk before the end releases the lead, and nothing follows
    When this happens to "Weber"
      | on               | event         | by   |
      | 2026-04-14 10:00 | call_connected | u301 |
    And it is 2026-04-27 09:00
    Then "partner_calls" for "Weber" is kept because released
    And "partner_calls.then" for "Weber" has 0 clocks

  Scenario: The lead goes on instead of back
    When "Weber" enters sql on 2026-04-21 12:00
    And it is 2026-04-27 09:00
    Then "partner_calls.then" for "Weber" is cancelled
