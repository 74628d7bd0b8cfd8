Feature: Silence that accepts a lead
  Partners agreed that a lead which sales neither takes nor gives back in time is taken: it enters the stage by silence,
  and every clock that starts there runs.

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
        - {id: sal, held_by: sales, next: [recycled]}
        - {id: recycled, held_by: marketing, reasons: [bad_timing, no_answer], next: [mql]}
      commitments:
        partner_answer:
          kind: acceptance
          owed_by: sales
          starts: {enters: mql}
          accept: {enters: sal}
          reject: {enters: recycled}
          if_silent: deemed_accepted
          allowed_time: 1 business day
          objective: {share: 95%, each: month}
        partner_call:
          kind: response
          owed_by: sales
          starts: {enters: sal}
          kept_by: {outreach: attempt, from: team}
          allowed_time: 4 business hours
        partner_taken:
          kind: conversion
          owed_by: marketing
          from: {enters: mql}
          to: {enters: sal}
          allowed_time: 14 days
      """
    And a lead "Weber" with
      | fact    | value |
      | country | DE    |
    When "Weber" enters mql on 2026-04-13 10:00

  Scenario: Nobody answers, so the lead is taken when the time is over
    When it is 2026-04-14 18:01
    Then "partner_answer" for "Weber" is due Tue 14 Apr 2026 18:00
    And "partner_answer" for "Weber" is kept because deemed
    And "partner_taken" for "Weber" is kept because in_time

  Scenario: The clocks that start at the stage run from the moment of silence
    When it is 2026-04-15 09:00
    Then "partner_call" for "Weber" is open
    And "partner_call" for "Weber" is due Wed 15 Apr 2026 13:00
    And "partner_call" for "Weber" rests on silence

  Scenario: At the due instant itself somebody may still answer
    When it is 2026-04-14 18:00
    Then "partner_answer" for "Weber" is open
    And "partner_call" for "Weber" has 0 clocks

  Scenario: An answer at the due instant is an answer
    When "u301" moves "Weber" to sal on 2026-04-14 18:00
    And it is 2026-04-15 09:00
    Then "partner_answer" for "Weber" is kept because accepted
    And "partner_call" for "Weber" has 1 clock
    And "partner_call" for "Weber" does not rest on silence

  Scenario: A rejection after silence changes nothing, and is listed
    When "u301" moves "Weber" to recycled with reason bad_timing on 2026-04-15 09:00
    And it is 2026-04-16 09:00
    Then "partner_answer" for "Weber" is kept because deemed
    And "Weber" is listed as rejected_after_deemed

  Scenario: Silence is not known where the records do not reach
    Given the records are complete until 2026-04-14 12:00
    When it is 2026-04-16 09:00
    Then "partner_answer" for "Weber" is unknown because source
    And "partner_call" for "Weber" has 0 clocks

  Scenario: Nobody knows who answered, so it was not silence for sure
    When somebody moves "Weber" to sal on 2026-04-13 11:00
    And it is 2026-04-16 09:00
    Then "partner_answer" for "Weber" is unknown because actor
