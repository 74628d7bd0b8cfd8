Feature: What marketing delivers
  From the sales quota to the leads that marketing owes, and whether they came.

  Background:
    Given the policies of this repository

  # 3,000,000 EUR × 40 % ÷ 18,000 EUR a deal are 66.7 customers; ÷ 25 % and ÷ 35 % they are 761.9 MQLs a year, 63.5 a month.
  Scenario: The quota asks for a number of leads
    When it is 2026-05-04 09:00
    Then the revenue plan asks for 67 customers a year and 6 a month
    And the revenue plan asks for 267 sqls a year and 23 a month
    And the revenue plan asks for 762 mqls a year and 64 a month

  Scenario: A plan is the one of the version in force
    When it is 2026-02-02 09:00
    Then the revenue plan asks for 593 mqls a year and 50 a month
