Feature: What nobody knows yet is found out by who holds the lead
  Sales is to find out the budget of each lead within two business days. It counts from the hand-over, or from the day on
  which an old answer is no longer good.

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
        rich_enough:
          question: Is there a budget?
          field: budget
          at_least: 10000 EUR
          found_out: {by_party: sales, through: call}
          good_for: 30 days
      commitments:
        budget_known:
          kind: freshness
          owed_by: sales
          finds_out: rich_enough
          allowed_time: 2 business days
      """
    And a lead "Weber" with
      | fact   | value     |
      | budget | 20000 EUR |
    When "Weber" enters lead on 2026-04-10 09:00
    And "Weber" enters mql on 2026-04-13 10:00

  Scenario: Asked on the next day
    Given the history of "Weber"
      | fact   | on               | from | to       |
      | budget | 2026-04-14 16:00 |      | 5000 EUR |
    When it is 2026-04-20 09:00
    Then "budget_known" for "Weber" is kept because in_time

  Scenario: Asked too late
    Given the history of "Weber"
      | fact   | on               | from | to       |
      | budget | 2026-04-16 09:00 |      | 5000 EUR |
    When it is 2026-04-20 09:00
    Then "budget_known" for "Weber" is broken because late

  Scenario: Given back before it was due
    Given the history of "Weber"
      | fact   | on               | from | to       |
      | budget | 2026-04-15 12:00 |      | 5000 EUR |
    When "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-14 10:00
    And it is 2026-04-20 09:00
    Then "budget_known" for "Weber" is cancelled

  Scenario: An answer that is thirty days old is to be confirmed
    Given the history of "Weber"
      | fact   | on               | from | to        |
      | budget | 2026-04-12 09:00 |      | 20000 EUR |
    When it is 2026-05-12 23:59
    Then "budget_known" for "Weber" has 0 clocks

  Scenario: Nobody confirmed it
    Given the history of "Weber"
      | fact   | on               | from | to        |
      | budget | 2026-04-12 09:00 |      | 20000 EUR |
    When it is 2026-05-20 09:00
    Then "budget_known" for "Weber" is broken because not_done

  Scenario: Nothing tells whether it was known before
    Given the history of "Weber"
      | fact   | on               | to       |
      | budget | 2026-04-14 16:00 | 5000 EUR |
    When it is 2026-04-20 09:00
    Then "budget_known" for "Weber" is unknown because untold
