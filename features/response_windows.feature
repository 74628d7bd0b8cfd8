Feature: Who answers a lead, and until when
  The sample agreement of this repository: whoever is handed a lead has a time to answer it, counted while the office is open.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |

  Scenario: An answer on the next business day is in time
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_not_answered for "Weber" on 2026-01-13 17:59
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is due Tue 13 Jan 2026 18:00
    And "first_response" for "Weber" is kept because in_time

  Scenario: An answer at the very close is in time
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_not_answered for "Weber" on 2026-01-13 18:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is kept because in_time

  Scenario: An answer before opening of the day after is too late
    When "Weber" enters mql on 2026-01-12 10:00
    And "u301" does call_not_answered for "Weber" on 2026-01-14 08:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because late

  Scenario: Nobody answers
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done
    And "first_response" for "Weber" is owed by sales

  Scenario: There is still time
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Weber" is open

  Scenario: Who asks for a demo is answered within two business hours
    When "Weber" does demo_requested on 2026-01-12 09:50
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 10:30
    Then "first_response" for "Weber" is due Mon 12 Jan 2026 12:00

  Scenario: A demo request at the very instant of the hand-over counts
    When "Weber" does demo_requested on 2026-01-12 10:00
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 10:30
    Then "first_response" for "Weber" is due Mon 12 Jan 2026 12:00

  Scenario: A demo request of the day before yesterday does not
    When "Weber" does demo_requested on 2026-01-10 09:59
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 10:30
    Then "first_response" for "Weber" is due Tue 13 Jan 2026 18:00

  Scenario: What arrives on a Saturday waits for Monday
    When "Weber" does demo_requested on 2026-01-10 16:29
    And "Weber" enters mql on 2026-01-10 16:30
    And it is 2026-01-10 17:00
    Then "first_response" for "Weber" is due Mon 12 Jan 2026 11:00

  Scenario: A time that does not fit into Friday goes on on Monday
    Given a lead "Ferrari" with
      | fact              | value      |
      | country           | FR         |
      | segment           | enterprise |
      | channel           | webinar    |
      | existing_customer | false      |
    When "Ferrari" enters mql on 2026-01-09 14:00
    And it is 2026-01-09 15:00
    Then "first_response" for "Ferrari" is due Mon 12 Jan 2026 11:00

  Scenario: A lead from the United States is served by New York, in New York's hours
    Given a lead "Brown" with
      | fact              | value          |
      | country           | US             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Brown" enters mql on 2026-01-12 10:00
    And it is 2026-01-12 12:00
    Then "first_response" for "Brown" is due Wed 14 Jan 2026 00:00

  Scenario: Partners work their own leads
    Given a lead "Rossi" with
      | fact              | value      |
      | country           | DE         |
      | segment           | mid_market |
      | channel           | partner    |
      | existing_customer | false      |
    When "Rossi" enters mql on 2026-01-12 10:00
    And it is 2026-01-20 12:00
    Then "first_response" for "Rossi" is exempt

  Scenario Outline: What is not an answer of sales
    When "Weber" enters mql on 2026-01-12 10:00
    And "<who>" does <what> for "Weber" on 2026-01-12 11:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done

    Examples:
      | who  | what              | why                                 |
      | u301 | email_sequenced   | a sequence sent it                  |
      | u301 | email_automated   | a machine sent it                   |
      | u301 | call_wrong_number | nobody there was the lead           |
      | u301 | email_bounced     | it reached nobody                   |
      | u101 | nurture_call      | the caller works for marketing      |
      | x999 | call_connected    | the caller works for neither party  |

  Scenario: A call that was made before the hand-over is no answer to it
    When "u301" does call_connected for "Weber" on 2026-01-12 09:30
    And "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done

  Scenario: An answer that nobody signed might be one of sales or not
    When "Weber" enters mql on 2026-01-12 10:00
    And somebody does email_sent for "Weber" on 2026-01-12 11:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is unknown because actor

  Scenario: A colleague who left no longer answers for sales
    When "Weber" enters mql on 2026-04-08 10:00
    And "u303" does call_connected for "Weber" on 2026-04-08 11:00
    And it is 2026-04-10 09:00
    Then "first_response" for "Weber" is broken because not_done

  Scenario: A missing fact is harmless when each clause that may apply is kept
    Given a lead "Lang" with
      | fact              | value          |
      | country           | DE             |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Lang" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Lang" on 2026-01-12 13:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Lang" is kept because in_time

  Scenario: A missing fact that would decide leaves the verdict unknown
    Given a lead "Lang" with
      | fact              | value          |
      | country           | DE             |
      | channel           | organic_search |
      | existing_customer | false          |
    When "Lang" enters mql on 2026-01-12 10:00
    And "u301" does call_connected for "Lang" on 2026-01-13 13:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Lang" is unknown because window_row

  Scenario: Spam needs no answer
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters disqualified with reason spam on 2026-01-12 15:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is cancelled

  Scenario: Calling it spam after the time has passed changes nothing
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters disqualified with reason spam on 2026-01-14 08:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done

  Scenario: Three requests before our call are one case, from the oldest
    When "Weber" does callback_requested on 2026-01-12 09:00
    And "Weber" does callback_requested on 2026-01-12 09:20
    And "Weber" does callback_requested on 2026-01-12 09:40
    And "u301" does call_not_answered for "Weber" on 2026-01-12 10:20
    And it is 2026-01-14 09:00
    Then "callback" for "Weber" has 1 clock
    And "callback" for "Weber" is kept because in_time
    And "callback" for "Weber" is due Mon 12 Jan 2026 10:30

  Scenario: A request after our call is a new case
    When "Weber" does callback_requested on 2026-01-12 09:00
    And "u301" does call_not_answered for "Weber" on 2026-01-12 10:20
    And "Weber" does callback_requested on 2026-01-13 09:00
    And it is 2026-01-14 09:00
    Then "callback" for "Weber" has 2 clocks

  Scenario: A mail does not keep a promise to call
    When "Weber" does callback_requested on 2026-01-12 09:00
    And "u301" does email_sent for "Weber" on 2026-01-12 09:10
    And it is 2026-01-14 09:00
    Then "callback" for "Weber" is broken because not_done

  Scenario: Marketing owes an answer too
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" enters recycled with reason bad_timing on 2026-01-12 16:00
    And "u101" does nurture_enrolled for "Weber" on 2026-01-19 18:00
    And it is 2026-01-21 09:00
    Then "nurture" for "Weber" is due Mon 19 Jan 2026 18:00
    And "nurture" for "Weber" is owed by marketing
    And "nurture" for "Weber" is kept because in_time
