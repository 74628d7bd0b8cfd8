Feature: What qualifies a lead, and what we simply do not know
  A missing or stale fact is unknown, never a silent no; but where it could not have mattered, the answer stands.

  Background:
    Given the policies of this repository

  Scenario: Budget, authority, need and time frame are all there
    Given a lead "Weber" with
      | fact               | value     | confirmed  |
      | budget             | 20000 EUR | 2026-05-04 |
      | decision_maker     | true      |            |
      | need               | defined   | 2026-05-04 |
      | months_to_purchase | 6         | 2026-05-04 |
    When it is 2026-06-01 09:00
    Then criterion "bant" of "Weber" is met

  Scenario: Nobody asked for the budget yet
    Given a lead "Weber" with
      | fact               | value   | confirmed  |
      | decision_maker     | true    |            |
      | need               | defined | 2026-05-04 |
      | months_to_purchase | 6       | 2026-05-04 |
    When it is 2026-06-01 09:00
    Then criterion "bant" of "Weber" is unknown because budget

  Scenario: A missing budget does not matter when there is no need
    Given a lead "Weber" with
      | fact               | value | confirmed  |
      | decision_maker     | true  |            |
      | need               | none  | 2026-05-04 |
      | months_to_purchase | 6     | 2026-05-04 |
    When it is 2026-06-01 09:00
    Then criterion "bant" of "Weber" is not met

  Scenario: One of two ways to have authority is enough
    Given a lead "Weber" with
      | fact      | value |
      | seniority | vp    |
    When it is 2026-06-01 09:00
    Then criterion "has_authority" of "Weber" is met

  Scenario: A need confirmed half a year ago is stale
    Given a lead "Weber" with
      | fact | value   | confirmed  |
      | need | defined | 2025-11-01 |
    When it is 2026-06-01 09:00
    Then criterion "has_need" of "Weber" is unknown because need (stale)

  Scenario: A need confirmed at a time nobody wrote down may be stale
    Given a lead "Weber" with
      | fact | value   | confirmed |
      | need | defined |           |
    When it is 2026-06-01 09:00
    Then criterion "has_need" of "Weber" is unknown because need (stale)

  Scenario: A budget in another currency can't be compared
    Given a lead "Weber" with
      | fact   | value     | confirmed  |
      | budget | 90000 USD | 2026-05-04 |
    When it is 2026-06-01 09:00
    Then criterion "has_budget" of "Weber" is unknown because budget (currency)

  Scenario: Exactly enough is enough
    Given a lead "Weber" with
      | fact   | value     | confirmed  |
      | budget | 10000 EUR | 2026-05-04 |
    When it is 2026-06-01 09:00
    Then criterion "has_budget" of "Weber" is met

  Scenario: Two downloads in thirty days are engagement
    Given a lead "Weber" with
      | fact    | value |
      | country | DE    |
    When "Weber" does content_downloaded on 2026-05-02 23:00
    And "Weber" does content_downloaded on 2026-05-20 10:00
    And it is 2026-06-01 09:00
    Then criterion "engaged" of "Weber" is met

  Scenario: A download on the thirty-first day before is too old
    Given a lead "Weber" with
      | fact    | value |
      | country | DE    |
    When "Weber" does content_downloaded on 2026-05-01 23:00
    And "Weber" does content_downloaded on 2026-05-20 10:00
    And it is 2026-06-01 09:00
    Then criterion "engaged" of "Weber" is not met

  Scenario: The hand-over is judged by what was true then, not by what came later
    Given a lead "Weber" with
      | fact      | value        | confirmed  |
      | country   | DE           |            |
      | industry  | software     |            |
      | employees | 200          | 2026-05-04 |
      | revenue   | 30000000 EUR | 2026-05-04 |
    When "Weber" enters mql on 2026-05-18 10:00
    And "Weber" does demo_requested on 2026-05-18 10:01
    And it is 2026-05-18 12:00
    Then criterion "ready_for_sales" of "Weber" on entering mql is not met
    And criterion "ready_for_sales" of "Weber" is met

  Scenario: Who never reached a stage has no answer there
    Given a lead "Weber" with
      | fact     | value    |
      | industry | software |
    When it is 2026-06-01 09:00
    Then criterion "bant" of "Weber" on entering sql was never asked
