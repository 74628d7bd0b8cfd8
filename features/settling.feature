Feature: What becomes known shortly after a start counts as known then
  A partner's lead arrives before anybody knows how large it is; enrichment tells within minutes. A large one is called
  within an hour, any other within four.

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
        - {id: mql, held_by: sales, requires: large}
      criteria:
        large:
          question: Is it a large company?
          field: employees
          at_least: 200
      commitments:
        partner_call:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          kept_by: {outreach: attempt}
          allowed_time:
            - {if: {criterion: large}, time: 1 hour, calendar: always}
            - {else: 4 hours, calendar: always}
          settles_within: 15 minutes
      """
    And a lead "Weber" with
      | fact      | value |
      | employees | 500   |
    When "Weber" enters mql on 2026-04-13 10:00

  Scenario: Enriched four minutes later
    Given the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-04-13 10:04 |      | 500 |
    When it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is due Mon 13 Apr 2026 11:00
    And "partner_call" for "Weber" is broken because not_done

  Scenario: Enriched too late to know which time counts
    Given the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-04-13 10:16 |      | 500 |
    When "u301" does call_not_answered for "Weber" on 2026-04-13 13:00
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is unknown because window_row

  Scenario: Five minutes after the arrival the clock simply runs
    Given the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-04-13 10:04 |      | 500 |
    When it is 2026-04-13 10:05
    Then "partner_call" for "Weber" is open because open
    And "partner_call" for "Weber" is due Mon 13 Apr 2026 11:00

  Scenario: What was known at the start stays, whatever it becomes
    Given the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-04-13 10:04 | 50   | 500 |
    When it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is due Mon 13 Apr 2026 14:00

  Scenario: Called before anybody knew, within every time that it may have had
    Given the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-04-13 11:30 |      | 500 |
    When "u301" does call_not_answered for "Weber" on 2026-04-13 10:30
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is kept
