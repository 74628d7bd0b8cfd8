Feature: Which version of the agreement judges a lead
  The version in force when the clock starts judges it for its whole life.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    And a lead "Silva" with
      | fact              | value          |
      | country           | BR             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |

  Scenario: One second before the new version
    When "Weber" enters mql on 2026-03-31 23:59:59
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 1.0.0
    And "answer" for "Weber" is due Tue 7 Apr 2026 18:00

  Scenario: The first instant of the new version
    When "Weber" enters mql on 2026-04-01 00:00:00
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 2.0.0
    And "answer" for "Weber" is due Thu 2 Apr 2026 18:00

  Scenario: A clock keeps the terms it started under
    When "Weber" enters mql on 2026-03-30 10:00
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is judged by version 1.0.0
    And "answer" for "Weber" is due Wed 1 Apr 2026 18:00

  Scenario: Before the first version nothing was promised
    When "Weber" enters mql on 2025-12-31 23:59:59
    And it is 2026-04-10 09:00
    Then "answer" for "Weber" is not applicable because no_version

  Scenario: Brazil was out of scope in the first quarter
    When "Silva" enters mql on 2026-03-30 10:00
    And it is 2026-04-10 09:00
    Then "answer" for "Silva" is not applicable because out_of_scope

  Scenario: Brazil is in scope in the second
    When "Silva" enters mql on 2026-04-06 16:00
    And it is 2026-04-06 17:00
    Then "answer" for "Silva" is open
    And "answer" for "Silva" is judged by version 2.0.0

  Scenario: Whether a lead is in scope may be unknown
    Given a lead "Nobody" with
      | fact              | value |
      | existing_customer | false |
    When "Nobody" enters mql on 2026-04-07 16:00
    And it is 2026-04-20 17:00
    Then "answer" for "Nobody" is unknown because scope

  Scenario Outline: Before it binds a version is on trial
    Given the policy file "agreements/partners/1.0.0.yaml"
      """
      format: leadpact/v1
      kind: Agreement
      agreement: partners
      version: 1.0.0
      title: Partner lead agreement
      zone: Europe/Berlin
      in_force_from: 2026-04-01
      binding_from: 2026-05-01
      uses: {lead_schema: crm, calendar: emea}
      parties:
        marketing: {name: Demand Generation, signs: chief marketing officer}
        sales: {name: Inside Sales, signs: chief revenue officer}
      hand_over: mql
      stages:
        - {id: lead, held_by: marketing, next: [mql]}
        - {id: mql, held_by: sales}
      commitments:
        partner_call:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          kept_by: {outreach: attempt, from: team}
          allowed_time: 1 hour
      """
    When "Weber" enters mql on <entered>
    And it is 2026-05-10 09:00
    Then "partner_call" for "Weber" is judged by version <version>
    And "partner_call" for "Weber" is broken because not_done

    Examples:
      | entered             | version       |
      | 2026-04-30 23:59:59 | 1.0.0 (trial) |
      | 2026-05-01 00:00:00 | 1.0.0         |
