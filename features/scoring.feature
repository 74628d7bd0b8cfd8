Feature: What a lead's facts and deeds are worth
  The sample agreement's second version: fit is what the lead is, engagement what it did, which counts half after two weeks.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value        | confirmed  |
      | country           | DE           |            |
      | segment           | mid_market   |            |
      | existing_customer | false        |            |
      | channel           | organic_search |          |
      | industry          | software     |            |
      | employees         | 200          | 2026-05-04 |
      | revenue           | 30000000 EUR | 2026-05-04 |
      | seniority         | manager      |            |
    And a lead "Unnamed" with
      | fact              | value          | confirmed  |
      | country           | DE             |            |
      | segment           | mid_market     |            |
      | existing_customer | false          |            |
      | channel           | organic_search |            |
      | industry          | software       |            |
      | employees         | 200            | 2026-05-04 |
      | revenue           | 30000000 EUR   | 2026-05-04 |

  Scenario: Fit and engagement are added up
    When "Weber" does demo_requested on 2026-06-01 08:30
    And it is 2026-06-01 09:00
    Then the score "interest" of "Weber" is 90
    And the score "interest" of "Weber" is rated A1
    And the score "interest" of "Weber" adds up from
      | part       | what      | points |
      | engagement | event     | 40     |
      | fit        | condition | 20     |
      | fit        | condition | 20     |
      | fit        | condition | 10     |
    And criterion "warm" of "Weber" is met

  Scenario: After two weeks a demo request counts half
    When "Weber" does demo_requested on 2026-05-18 23:59
    And it is 2026-06-01 00:00
    Then the score "interest" of "Weber" is 70
    And the score "interest" of "Weber" is rated A2

  Scenario: A score changes at midnight
    When "Weber" does demo_requested on 2026-05-18 23:59
    And it is 2026-05-31 23:59
    Then the score "interest" of "Weber" is 71

  Scenario: Fifteen points, halved, are seven and a half, which rounds to eight
    When "Weber" does content_downloaded on 2026-05-18 12:00
    And it is 2026-06-01 00:00
    Then the score "interest" of "Weber" is 58
    And criterion "warm" of "Weber" is not met

  Scenario: Only the latest three downloads count, and no part gives more than its cap
    When "Weber" does content_downloaded on 2026-06-01 08:00
    And "Weber" does content_downloaded on 2026-06-01 08:01
    And "Weber" does content_downloaded on 2026-06-01 08:02
    And "Weber" does content_downloaded on 2026-06-01 08:03
    And "Weber" does demo_requested on 2026-06-01 08:30
    And it is 2026-06-01 09:00
    Then the score "interest" of "Weber" is 100
    And the score "interest" of "Weber" adds up from
      | part       | what      | points |
      | engagement | event     | 40     |
      | engagement | event     | 15     |
      | engagement | event     | 15     |
      | engagement | event     | 15     |
      | engagement | cap       | -25    |
      | fit        | condition | 20     |
      | fit        | condition | 20     |
      | fit        | condition | 10     |
      | whole      | highest   | -10    |

  Scenario: Who unsubscribed has no points at all
    When "Weber" does demo_requested on 2026-06-01 08:30
    And "Weber" does unsubscribed on 2026-06-01 08:40
    And it is 2026-06-01 09:00
    Then the score "interest" of "Weber" is 0
    And the score "interest" of "Weber" is rated C3
    And criterion "warm" of "Weber" is not met

  Scenario: An unknown fact leaves a lower and an upper score
    When "Unnamed" does demo_requested on 2026-06-01 08:30
    And it is 2026-06-01 09:00
    Then the score "interest" of "Unnamed" is between 60 and 100
    And the score "interest" of "Unnamed" has no known rating
    And criterion "warm" of "Unnamed" is met
    And criterion "hot" of "Unnamed" is unknown because seniority

  Scenario: What the export does not cover may have happened
    Given the records are complete until 2026-05-31 00:00
    When "Weber" does demo_requested on 2026-05-28 10:00
    And it is 2026-06-01 09:00
    Then the score "interest" of "Weber" is between 0 and 100

  Scenario: The rating at the hand-over chooses the time to answer
    When "Weber" does webinar_attended on 2026-06-01 08:00
    And "Weber" does webinar_attended on 2026-06-01 08:30
    And "Weber" enters mql on 2026-06-01 09:00
    And it is 2026-06-01 10:00
    Then the score "interest" of "Weber" on entering mql is rated A1
    And "first_response" for "Weber" is due Mon 1 Jun 2026 12:00

  Scenario: A lead of a lower rating may wait until the next business day
    When "Weber" enters mql on 2026-06-01 09:00
    And it is 2026-06-01 10:00
    Then the score "interest" of "Weber" on entering mql is rated A3
    And "first_response" for "Weber" is due Tue 2 Jun 2026 18:00
