Feature: What was known then, not what is known today
  A fact with a history has the value it had at the instant asked. A fact without one is marked: it stands as it is today.

  Background:
    Given the policies of this repository

  Scenario: A sector changed after the hand-over does not qualify the lead in hindsight
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
    And the history of "Weber"
      | fact     | on               | from      | to       |
      | industry | 2026-05-20 10:00 | education | software |
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-06-01 09:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is not met
    And criterion "right_sector" of "Weber" is met

  Scenario: A change at the very instant asked counts
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
    And the history of "Weber"
      | fact     | on               | from      | to       |
      | industry | 2026-05-18 10:00 | education | software |
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-06-01 09:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is met

  Scenario: Before its first recorded change a fact is unknown where the system doesn't keep the old value
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
      | seniority | manager      |            |
    And the history of "Weber"
      | fact     | on               | to       |
      | industry | 2026-05-20 10:00 | software |
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-06-01 09:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is unknown because industry

  Scenario: A cleared fact is unknown
    Given a lead "Weber" with
      | fact     | value |
      | industry |       |
    And the history of "Weber"
      | fact     | on               | from      | to |
      | industry | 2026-05-20 10:00 | education |    |
    When it is 2026-06-01 09:00
    Then criterion "right_sector" of "Weber" is unknown because industry

  Scenario: Of two changes at one instant the later one stands
    Given a lead "Weber" with
      | fact     | value    |
      | industry | software |
    And the history of "Weber"
      | fact     | on               | from      | to        |
      | industry | 2026-05-20 10:00 | education | software  |
      | industry | 2026-05-20 10:00 | software  | education |
    When it is 2026-06-01 09:00
    Then criterion "right_sector" of "Weber" is not met

  Scenario: A change dated by its day alone tells nothing before that day is over
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
      | seniority | manager      |            |
    And the history of "Weber"
      | fact     | on         | from      | to       |
      | industry | 2026-05-18 | education | software |
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-06-01 09:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is unknown because industry
    And criterion "right_sector" of "Weber" is met

  Scenario: A fact is as old as its last change or confirmation
    Given a lead "Weber" with
      | fact | value   | confirmed  |
      | need | defined | 2025-11-01 |
    And the history of "Weber"
      | fact | on               | from      | to      |
      | need | 2026-05-20 10:00 | exploring | defined |
    When it is 2026-06-01 09:00
    Then criterion "has_need" of "Weber" is met

  Scenario: A fact without history is today's, and that is said
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
    And the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-05-04 10:00 | 20   | 200 |
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-06-01 09:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is met
    And criterion "ready_for_sales" of "Weber" on entering mql reads industry, revenue as it stands
    And criterion "ready_for_sales" of "Weber" reads nothing as it stands

  Scenario: A strict run takes no fact of today for one of then
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
      | seniority | manager      |            |
    And the history of "Weber"
      | fact      | on               | from | to  |
      | employees | 2026-05-04 10:00 | 20   | 200 |
    And no fact may stand for an earlier day than today without a history
    When "Weber" does demo_requested on 2026-05-18 09:00
    And "Weber" enters mql on 2026-05-18 10:00
    And it is 2026-05-18 12:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is unknown because industry (as it stands), revenue (as it stands), seniority (as it stands)
    And criterion "ready_for_sales" of "Weber" is met

  Scenario: A change without a readable time leaves the whole history of its fact in doubt
    Given a lead "Weber" with
      | fact     | value    |
      | industry | software |
    And the history of "Weber"
      | fact     | on               | from      | to        |
      | industry | some day         | software  | education |
      | industry | 2026-05-20 10:00 | education | software  |
    When it is 2026-06-01 09:00
    Then criterion "right_sector" of "Weber" is unknown because industry
    And 1 row is in quarantine: unreadable time
