Feature: The time that is allowed may depend on when a lead arrives
  What a partner hands over in office hours is called within an hour. What comes after hours is called by ten on the next
  working day; a large company gets somebody on call within two hours even then.

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
            - arrives: {outside: emea}
              if: {criterion: large}
              time: 2 hours
            - arrives: {outside: emea}
              time: {by: next business day 10:00}
            - else: 1 hour
      """
    And a lead "Weber" with
      | fact      | value |
      | employees | 50    |

  Scenario Outline: It is the hours of the calendar that count, from the opening until just before the closing
    When "Weber" enters mql on <when>
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is due <due>

    Examples:
      | when             | due                   |
      | 2026-04-14 08:59 | Wed 15 Apr 2026 10:00 |
      | 2026-04-14 09:00 | Tue 14 Apr 2026 10:00 |
      | 2026-04-14 16:59 | Tue 14 Apr 2026 17:59 |
      | 2026-04-14 18:00 | Wed 15 Apr 2026 10:00 |
      | 2026-04-18 12:00 | Mon 20 Apr 2026 10:00 |

  Scenario: A large company after hours
    Given a lead "Weber" with
      | fact      | value |
      | employees | 500   |
    When "Weber" enters mql on 2026-04-14 20:00
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is due Tue 14 Apr 2026 22:00

  Scenario: A holiday is after hours
    When "Weber" enters mql on 2026-04-06 11:00
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is due Tue 7 Apr 2026 10:00

  Scenario: In office hours nobody needs to know how large it is
    Given a lead "Weber" with
      | fact      | value |
      | employees |       |
    When "Weber" enters mql on 2026-04-14 11:00
    And it is 2026-04-20 09:00
    Then "partner_call" for "Weber" is broken because not_done
