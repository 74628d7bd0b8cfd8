Feature: When a clock stands still
  A promise of the office: one working day, Monday to Friday from nine to five. It stands still while the lead is on hold, and
  while sales waits for the buyer.

  Background:
    Given the policies of this repository
    And the policy file "hold.yaml"
      """
      format: leadpact/v1
      kind: Agreement
      agreement: hold
      version: 1.0.0
      title: A promise that can wait
      zone: Europe/Berlin
      in_force_from: 2026-01-01
      uses: {lead_schema: crm, calendar: office}
      parties:
        marketing: {name: Marketing, signs: cmo}
        sales: {name: Sales, signs: cro}
      hand_over: mql
      stages:
        - {id: mql, held_by: sales, next: [on_hold, sal, disqualified]}
        - {id: on_hold, held_by: marketing, next: [sal, disqualified]}
        - {id: sal, held_by: sales}
        - {id: disqualified, held_by: marketing, final: true, reasons: [spam]}
      commitments:
        call_back:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          kept_by: {outreach: attempt, channels: [phone]}
          cancelled_by: {enters: disqualified}
          paused_while:
            - stage: on_hold
            - {from: {outreach: attempt, channels: [email]}, until: buyer}
          pause_budget: 8 business hours
          allowed_time: 1 business day
      """
    And the policy file "office.yaml"
      """
      format: leadpact/v1
      kind: Calendar
      calendar: office
      title: Office
      zone: Europe/Berlin
      laid_out: {from: 2026-01-01, until: 2026-12-31}
      hours:
        monday: ["09:00–17:00"]
        tuesday: ["09:00–17:00"]
        wednesday: ["09:00–17:00"]
        thursday: ["09:00–17:00"]
        friday: ["09:00–17:00"]
      """
    And a lead "Weber" with
      | fact    | value |
      | country | DE    |

  Scenario: Five hours on hold move the due time by five working hours
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters on_hold on 2026-01-12 11:00
    And "Weber" enters sal on 2026-01-12 16:00
    And it is 2026-01-12 17:00
    Then "call_back" for "Weber" is due Wed 14 Jan 2026 14:00
    And "call_back" for "Weber" was paused for 5 hours

  Scenario: While it stands still there is no due time, only what is left
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters on_hold on 2026-01-12 11:00
    And it is 2026-01-12 16:00
    Then "call_back" for "Weber" is paused
    And "call_back" for "Weber" has 14 hours left

  Scenario: A pause over the weekend takes only the working time in it
    When "Weber" enters mql on 2026-01-09 15:00
    And "Weber" enters on_hold on 2026-01-09 16:00
    And "Weber" enters sal on 2026-01-12 10:00
    And it is 2026-01-12 11:00
    Then "call_back" for "Weber" was paused for 2 hours
    And "call_back" for "Weber" is due Tue 13 Jan 2026 11:00

  Scenario: Waiting for the buyer ends when the buyer does something
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does email_sent for "Weber" on 2026-01-12 11:00
    And "Weber" does email_answered on 2026-01-12 14:00
    And it is 2026-01-12 15:00
    Then "call_back" for "Weber" is open
    And "call_back" for "Weber" is due Wed 14 Jan 2026 12:00

  Scenario: Two pauses at once count once
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does email_sent for "Weber" on 2026-01-12 11:00
    And "Weber" enters on_hold on 2026-01-12 12:00
    And "Weber" does email_answered on 2026-01-12 14:00
    And "Weber" enters sal on 2026-01-12 15:00
    And it is 2026-01-12 16:00
    Then "call_back" for "Weber" was paused for 4 hours

  Scenario: Pauses take no more than their budget
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters on_hold on 2026-01-12 11:00
    And it is 2026-01-15 10:00
    Then "call_back" for "Weber" is broken because not_done
    And "call_back" for "Weber" is due Wed 14 Jan 2026 17:00

  Scenario: A pause after the due time erases nothing
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters on_hold on 2026-01-13 17:00
    And it is 2026-01-14 10:00
    Then "call_back" for "Weber" is broken because not_done

  Scenario: A pause that began before the clock counts from its start
    When "u301" does email_sent for "Weber" on 2026-01-09 12:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" does email_answered on 2026-01-12 12:00
    And it is 2026-01-12 15:00
    Then "call_back" for "Weber" is due Wed 14 Jan 2026 11:00

  Scenario: A call that comes with the pause still keeps the promise
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And "Weber" enters on_hold on 2026-01-12 11:00
    And it is 2026-01-14 10:00
    Then "call_back" for "Weber" is kept because in_time
    And "call_back" for "Weber" was paused for 0 hours
