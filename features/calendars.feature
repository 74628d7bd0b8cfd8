Feature: When something is due
  Business hours run while the office is open; days count dates; minutes and hours run on the wall.

  Scenario Outline: The office in New York, Monday to Friday from nine to five
    Given the policy file "calendars/new_york.yaml"
      """
      format: leadpact/v1
      kind: Calendar
      calendar: new_york
      title: New York
      zone: America/New_York
      hours:
        monday: ["09:00–17:00"]
        tuesday: ["09:00–17:00"]
        wednesday: ["09:00–17:00"]
        thursday: ["09:00–17:00"]
        friday: ["09:00–17:00"]
      overrides:
        - date: 2026-12-24
          hours: ["09:00–13:00"]
          reason: Christmas Eve
        - date: 2026-12-25
          closed: true
          reason: Christmas
      laid_out:
        from: 2026-01-01
        until: 2027-01-31
      """
    When <time> start in calendar "new_york" on <start>
    Then they end on <due>

    Examples:
      | start                     | time            | due                   |
      | 2026-01-10T16:30:00-05:00 | 1 business hour | Mon 12 Jan 2026 10:00 |
      | 2026-01-09T16:30:00-05:00 | 1 business hour | Mon 12 Jan 2026 09:30 |
      | 2026-01-09T17:00:00-05:00 | 1 business hour | Mon 12 Jan 2026 10:00 |
      | 2026-01-09T16:00:00-05:00 | 1 business hour | Fri 9 Jan 2026 17:00  |
      | 2026-12-24T12:30:00-05:00 | 1 business hour | Mon 28 Dec 2026 09:30 |
      | 2026-01-12T10:00:00-05:00 | 1 business day  | Tue 13 Jan 2026 17:00 |
      | 2026-01-10T10:00:00-05:00 | 1 business day  | Tue 13 Jan 2026 17:00 |
      | 2026-01-09T18:00:00-05:00 | 1 business day  | Tue 13 Jan 2026 17:00 |
      | 2026-12-23T10:00:00-05:00 | 1 business day  | Thu 24 Dec 2026 13:00 |
      | 2026-01-10T16:30:00-05:00 | 5 minutes       | Sat 10 Jan 2026 16:35 |
      | 2026-03-08T01:30:00-05:00 | 1 hour          | Sun 8 Mar 2026 03:30  |

  Scenario Outline: An office that closes for lunch
    Given the policy file "calendars/berlin.yaml"
      """
      format: leadpact/v1
      kind: Calendar
      calendar: berlin
      title: Berlin with lunch
      zone: Europe/Berlin
      hours:
        monday: ["08:00–12:00", "13:30–18:00"]
      laid_out:
        from: 2026-01-01
        until: 2026-12-31
      """
    When <time> start in calendar "berlin" on <start>
    Then they end on <due>

    Examples:
      | start                     | time                | due                   |
      | 2026-01-12T12:30:00+01:00 | 30 business minutes | Mon 12 Jan 2026 14:00 |
      | 2026-01-12T11:45:00+01:00 | 30 business minutes | Mon 12 Jan 2026 13:45 |
      | 2026-03-20T10:00:00+01:00 | 14 days             | Sat 4 Apr 2026 00:00  |

  Scenario Outline: Holidays of Bavaria, in the calendar of this repository
    Given the policies of this repository
    When <time> start in calendar "emea" on <start>
    Then they end on <due>

    Examples:
      | start                     | time             | due                   |
      | 2026-01-05T17:00:00+01:00 | 2 business hours | Wed 7 Jan 2026 10:00  |
      | 2026-04-02T10:00:00+02:00 | 1 business day   | Tue 7 Apr 2026 18:00  |
      | 2026-12-24T12:30:00+01:00 | 1 business hour  | Mon 4 Jan 2027 09:30  |

  Scenario: Beyond the last day that is laid out nobody knows
    Given the policies of this repository
    When 2 business days start in calendar "emea" on 2027-12-31T10:00:00+01:00
    Then nobody knows when they end
