Feature: What marketing delivers
  From the sales quota to the leads that marketing owes, and whether they came.

  Background:
    Given the policies of this repository

  # 1,700,000 EUR × 40 % ÷ 18,000 EUR a deal are 37.8 customers; ÷ 25 % and ÷ 35 % they are 431.7 MQLs a year, 35.98 a month.
  Scenario: The quota asks for a number of leads
    When it is 2026-05-04 09:00
    Then the revenue plan asks for 38 customers a year and 4 a month
    And the revenue plan asks for 152 sqls a year and 13 a month
    And the revenue plan asks for 432 mqls a year and 36 a month

  Scenario: A plan is the one of the version in force
    When it is 2026-02-02 09:00
    Then the revenue plan asks for 356 mqls a year and 30 a month
