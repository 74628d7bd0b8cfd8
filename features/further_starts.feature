Feature: What becomes of a promise when the buyer comes back
  Monday to Friday from nine to five, Berlin. Four working hours for each question; a question that comes after the answer
  takes the answer back, and the clock goes on with what was left of it.

  Background:
    Given the policies of this repository
    And the policy file "questions.yaml"
      """
      format: leadpact/v1
      kind: Agreement
      agreement: questions
      version: 1.0.0
      title: Questions are answered
      zone: Europe/Berlin
      in_force_from: 2026-01-01
      uses: {lead_schema: crm, calendar: office}
      parties:
        marketing: {name: Marketing, signs: cmo}
        sales: {name: Sales, signs: cro}
      hand_over: mql
      stages:
        - {id: mql, held_by: sales, next: [disqualified]}
        - {id: disqualified, held_by: marketing, final: true, reasons: [spam]}
      commitments:
        answered:
          kind: response
          owed_by: sales
          starts: {event: demo_requested}
          again: continue
          kept_by: {outreach: attempt}
          cancelled_by: {enters: disqualified}
          allowed_time: 4 business hours
        in_touch:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          every: 2 business days
          kept_by: {outreach: attempt}
          cancelled_by: {enters: disqualified}
          allowed_time: 1 business day
        confirmed:
          kind: response
          owed_by: sales
          starts: {event: demo_requested}
          again: new
          kept_by: {outreach: attempt}
          allowed_time: {by: next business day 12:00}
        called:
          kind: response
          owed_by: sales
          starts: {enters: mql}
          kept_by: {outreach: attempt}
          looks_back: 1 business day
          allowed_time: 2 business hours
          warn_at: [50%]
          tell: [{at: 100%, who: team_lead}, {at: 400%, who: cro}]
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

  Scenario: A further question takes the answer back, and what was left is left
    When "Weber" does demo_requested on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And "Weber" does demo_requested on 2026-01-13 10:00
    And it is 2026-01-13 11:00
    Then "answered" for "Weber" is open
    And "answered" for "Weber" is due Tue 13 Jan 2026 13:00
    And "answered" for "Weber" was paused for 7 hours

  Scenario: The second answer keeps the promise, within what was left
    When "Weber" does demo_requested on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And "Weber" does demo_requested on 2026-01-13 10:00
    And "u301" does call_connected for "Weber" on 2026-01-13 13:00
    And it is 2026-01-13 17:00
    Then "answered" for "Weber" is kept because in_time

  Scenario: Nobody answers again
    When "Weber" does demo_requested on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And "Weber" does demo_requested on 2026-01-13 10:00
    And it is 2026-01-13 17:00
    Then "answered" for "Weber" is broken because not_done

  Scenario: What was closed in between stays answered
    When "Weber" does demo_requested on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 11:00
    And "Weber" enters disqualified on 2026-01-12 15:00
    And it is 2026-01-13 17:00
    Then "answered" for "Weber" is kept because in_time

  Scenario: Keeping in touch counts from the last call
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 16:00
    And it is 2026-01-13 11:00
    Then "in_touch" for "Weber" has 2 clocks
    And "in_touch" for "Weber" is open
    And "in_touch" for "Weber" is due Wed 14 Jan 2026 17:00

  Scenario: Keeping in touch ends when the lead is closed
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Weber" on 2026-01-12 16:00
    And "Weber" enters disqualified on 2026-01-14 10:00
    And it is 2026-01-19 11:00
    Then "in_touch" for "Weber" has 2 clocks
    And "in_touch" for "Weber" is cancelled

  Scenario: A call before the hand-over keeps the promise, where it looks back
    When "u301" does call_connected for "Weber" on 2026-01-09 16:00
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 15:00
    Then "called" for "Weber" is kept because before_start
    And "Weber" is listed as kept_before_start

  Scenario: A call too long before the hand-over does not
    When "u301" does call_connected for "Weber" on 2026-01-08 16:00
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 15:00
    Then "called" for "Weber" is broken because not_done
    And "Weber" is not listed as kept_before_start

  Scenario: Whoever asks on a Saturday is called by noon on Monday
    When "Weber" does demo_requested on 2026-01-10 11:00
    And "u301" does call_connected for "Weber" on 2026-01-12 12:00
    And it is 2026-01-12 15:00
    Then "confirmed" for "Weber" is due Mon 12 Jan 2026 12:00
    And "confirmed" for "Weber" is kept because in_time

  Scenario: Whoever asks before dawn on a Monday is not called by noon of that day, but of the next
    When "Weber" does demo_requested on 2026-01-12 04:00
    And "u301" does call_connected for "Weber" on 2026-01-13 12:01
    And it is 2026-01-14 15:00
    Then "confirmed" for "Weber" is due Tue 13 Jan 2026 12:00
    And "confirmed" for "Weber" is broken because late

  Scenario: The owner is warned, then the team lead is told, and the day after the cro
    When "Weber" enters mql on 2026-01-12 16:00
    And it is 2026-01-13 14:59
    Then "owner" is told of "called" for "Weber" on Tue 13 Jan 2026 09:00
    And "team_lead" is told of "called" for "Weber" on Tue 13 Jan 2026 10:00
    And "cro" is not told of "called" for "Weber"

  Scenario: Of what was done by then nobody hears
    When "Weber" enters mql on 2026-01-12 16:00
    And "u301" does call_connected for "Weber" on 2026-01-13 09:30
    And it is 2026-01-14 17:00
    Then "owner" is told of "called" for "Weber" on Tue 13 Jan 2026 09:00
    And "team_lead" is not told of "called" for "Weber"
