Feature: What marketing hands over, and what sales says to it
  A lead is ready if its company is large enough and has shown interest. What nobody knows is unknown, and not a no.

  Background:
    Given the policies of this repository

  Scenario: Large enough and interested
    Given a lead "Berg" with
      | fact      | value |
      | employees | 20    |
    When "Berg" does demo_requested on 2026-03-02 08:30
    And it is 2026-03-02 10:00
    Then criterion "ready" of "Berg" is met

  Scenario: One document is not yet interest
    Given a lead "Berg" with
      | fact      | value |
      | employees | 20    |
    When "Berg" does document_read on 2026-03-01 08:30
    And it is 2026-03-02 10:00
    Then criterion "ready" of "Berg" is not met

  Scenario: Nobody knows how large the company is
    Given a lead "Berg" with
      | fact      | value |
      | employees |       |
    When "Berg" does demo_requested on 2026-03-02 08:30
    And it is 2026-03-02 10:00
    Then criterion "ready" of "Berg" is unknown because employees

  Scenario: Too small, which decides whatever else they do
    Given a lead "Berg" with
      | fact      | value |
      | employees | 19    |
    When "Berg" does demo_requested on 2026-03-02 08:30
    And "Berg" enters qualified on 2026-03-02 10:00
    And it is 2026-03-02 11:00
    Then criterion "ready" of "Berg" on entering qualified is not met
    And "fit" for "Berg" is broken

  Scenario: Sales returns a lead with a reason
    Given a lead "Berg" with
      | fact      | value |
      | employees | 60    |
    When "Berg" enters qualified on 2026-03-02 10:00
    And "u2" moves "Berg" to returned with reason too_early on 2026-03-04 10:00
    And it is 2026-03-06 09:00
    Then "answer" for "Berg" is kept

  Scenario: Silence is no answer
    Given a lead "Berg" with
      | fact      | value |
      | employees | 60    |
    When "Berg" enters qualified on 2026-03-02 10:00
    And it is 2026-03-06 09:00
    Then "answer" for "Berg" is broken because not_done
