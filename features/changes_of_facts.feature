Feature: A fact that changes starts, keeps and pauses promises
  The partner manager sees that a company moved to a larger segment. From that moment on sales looks at the account within
  four hours, and says who decides; while the company forbids contact, the clock stands still.

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
        - {id: mql, held_by: sales, next: [recycled]}
        - {id: recycled, held_by: marketing, reasons: [bad_timing, no_answer], next: [mql]}
      criteria:
        large:
          question: Is it large?
          field: employees
          at_least: 50
          found_out: {by_party: sales, through: call}
      commitments:
        account_review:
          kind: response
          owed_by: sales
          starts: {field: segment, becomes: [mid_market, enterprise]}
          kept_by: {field: decision_maker, becomes: {known: true}}
          cancelled_by: {field: segment, becomes: small_business}
          paused_while: {from: {field: existing_customer, becomes: true}, until: {field: existing_customer, becomes: false}}
          allowed_time: 4 hours
        size_known:
          kind: freshness
          owed_by: sales
          finds_out: large
          allowed_time: 24 hours
      """
    And a lead "Weber" with
      | fact    | value          |
      | segment | small_business |

  Scenario: The account grows, and somebody says who decides
    Given the history of "Weber"
      | fact           | on               | from           | to         |
      | segment        | 2026-01-12 10:00 | small_business | mid_market |
      | decision_maker | 2026-01-12 14:00 |                | true       |
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" is kept because in_time

  Scenario: From one large segment to the other nothing new begins
    Given the history of "Weber"
      | fact           | on               | from           | to         |
      | segment        | 2026-01-12 10:00 | small_business | mid_market |
      | decision_maker | 2026-01-12 11:00 |                | true       |
      | segment        | 2026-01-13 10:00 | mid_market     | enterprise |
    When it is 2026-01-14 09:00
    Then "account_review" for "Weber" has 1 clock

  Scenario: What is only confirmed keeps nothing
    Given the history of "Weber"
      | fact           | on               | from           | to         |
      | segment        | 2026-01-12 10:00 | small_business | mid_market |
      | decision_maker | 2026-01-12 11:00 | false          | true       |
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" is broken because not_done

  Scenario: The account is small again
    Given the history of "Weber"
      | fact    | on               | from           | to             |
      | segment | 2026-01-12 10:00 | small_business | mid_market     |
      | segment | 2026-01-12 12:00 | mid_market     | small_business |
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" is cancelled

  Scenario: The clock stands still between two changes
    Given the history of "Weber"
      | fact              | on               | from           | to         |
      | segment           | 2026-01-12 10:00 | small_business | mid_market |
      | existing_customer | 2026-01-12 11:00 | false          | true       |
      | existing_customer | 2026-01-12 13:00 | true           | false      |
    When it is 2026-01-12 14:30
    Then "account_review" for "Weber" is open
    And "account_review" for "Weber" is due Mon 12 Jan 2026 16:00

  Scenario: A fact that never changed started nothing
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" has 0 clocks

  Scenario: A change that can't be read may have been the one
    Given the history of "Weber"
      | fact           | on               | from           | to          |
      | segment        | 2026-01-12 10:00 | small_business | mid_market  |
      | decision_maker | 2026-01-12 11:00 |                | perhaps not |
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" is unknown because source

  Scenario: What the history doesn't reach is unknown
    Given the records are complete until 2026-01-12 12:00
    And the history of "Weber"
      | fact    | on               | from           | to         |
      | segment | 2026-01-12 10:00 | small_business | mid_market |
    When it is 2026-01-13 09:00
    Then "account_review" for "Weber" is unknown because source

  Scenario: What was found out about a merged lead was found out
    Given a lead "Webber" with
      | fact    | value          |
      | segment | small_business |
    And the history of "Webber"
      | fact      | on               | from | to |
      | employees | 2026-01-12 15:00 |      | 80 |
    And the history of "Weber"
      | fact      | on               | from | to |
      | employees | 2026-01-20 15:00 |      | 80 |
    When "Webber" enters mql on 2026-01-12 10:00
    And "Webber" is merged into "Weber" on 2026-01-15 09:00
    And it is 2026-01-21 09:00
    Then "size_known" for "Weber" is kept because in_time
    And "size_known" for "Weber" has 1 clock
