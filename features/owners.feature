Feature: Whose breach it is, and who had the lead
  A promise is a party's, and so is its breach. Beside it stands the owner of that moment, with the time that each owner had.

  Background:
    Given the policies of this repository
    And a lead "Weber" with
      | fact              | value          |
      | country           | DE             |
      | segment           | mid_market     |
      | channel           | organic_search |
      | existing_customer | false          |

  Scenario: Two people had the lead, and neither answered
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u302" on 2026-01-13 11:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is owed by sales
    And "first_response" for "Weber" stands beside "u302"
    And the time of "first_response" for "Weber" is divided into
      | owner | minutes |
      | u301  | 600     |
      | u302  | 420     |

  Scenario: A lead that nobody owned has its time and its breach with nobody
    When "Weber" enters mql on 2026-01-12 10:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is broken because not_done
    And "first_response" for "Weber" stands beside nobody
    And the time of "first_response" for "Weber" is divided into
      | owner | minutes |
      |       | 1020    |

  Scenario: A lead taken from its owner belongs to nobody from then on
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is taken from its owner on 2026-01-13 17:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" stands beside nobody
    And the time of "first_response" for "Weber" is divided into
      | owner | minutes |
      | u301  | 960     |
      |       | 60      |

  Scenario: Who gets a lead after it was due has no part in the breach
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u302" on 2026-01-13 18:01
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" stands beside "u301"

  Scenario: A lead that changes hands when hardly any time is left is listed
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u302" on 2026-01-13 17:30
    And "u302" does call_not_answered for "Weber" on 2026-01-13 17:45
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" is kept because in_time
    And "Weber" is listed as late_hand_over

  Scenario: With a fifth of the time left it is not
    When "Weber" is given to "u301" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u302" on 2026-01-13 14:36
    And it is 2026-01-14 09:00
    Then "Weber" is not listed as late_hand_over

  Scenario: Where the time of an answer went
    When "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "queue_emea" on 2026-01-12 10:30
    And "Weber" is given to "u302" on 2026-01-12 12:00
    And "u302" does call_not_answered for "Weber" on 2026-01-12 16:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" took 30 minutes of routing, 90 of assignment and 240 of the rep

  Scenario: A lead that marketing still owns has not reached sales
    When "Weber" is given to "u101" on 2026-01-12 08:00
    And "Weber" enters mql on 2026-01-12 10:00
    And "Weber" is given to "u302" on 2026-01-12 12:00
    And "u302" does call_not_answered for "Weber" on 2026-01-12 16:00
    And it is 2026-01-14 09:00
    Then "first_response" for "Weber" took 120 minutes of routing, 0 of assignment and 240 of the rep
