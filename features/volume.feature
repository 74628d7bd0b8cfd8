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

  # 64 MQLs a month, of which 72 % are accepted: 10.6 a week, 6 attempts of 10 minutes for each. Two people with 44 hours and
  # six with 43 give 15 % of them.
  Scenario: The promised leads ask for hours that sales has
    When it is 2026-05-04 09:00
    Then the promised attempts take up to 10.6 of 51.9 selling hours a week of sales
