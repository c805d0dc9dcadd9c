/** What the words of a report mean, for the glossary at its end and for the definition that is one tap away. */

export interface GlossaryEntry {
  readonly term: string;
  readonly definition: string;
}

export const glossary = {
  anomaly:
    'What transactions saw or made that fits no execution of the claimed isolation level, such as a lost update or write skew.',
  arrival:
    'One intended payment, with a start fixed by the plan before the run. Arrivals do not wait for the answers of others.',
  offered: 'Arrivals per second that the plan asked for, whether or not they could be sent.',
  ended: 'Attempts per second that came to an end, whatever their outcome and with every retry.',
  good: 'Arrivals that were acknowledged, or correctly declined, within the deadline after their intended start. Payments later found lost are taken out again.',
  availability:
    'Good arrivals as a share of all scheduled arrivals, warm-up excluded. Dropped and hung arrivals stay in the denominator. This one, by requests, is what gates judge.',
  'availability by time':
    'The share of the measured time that was no outage, warm-up excluded. Payments that fail one by one cost nothing here, so no gate judges it.',
  'response time':
    'From the intended start to the answer: what a customer feels, waiting in front of a stalled system included.',
  'service time':
    'From the actual send to the answer. It hides the time an arrival had to wait before it could be sent.',
  'schedule lag': 'From the intended start to the actual send, as far as the runner itself is the cause.',
  acknowledged: 'The client received a success answer to its COMMIT.',
  aborted: 'The payment certainly did not take effect.',
  'in doubt': 'The client cannot know whether the payment took effect. The ledger decides it after recovery.',
  declined: 'The business refused the payment, for lack of funds: a correct answer without effect.',
  dropped: 'An arrival that was due but never sent, with its reason.',
  unrecorded:
    'A payment without a record, because the runner was killed, or its disk was full, before it could write one. It is judged like one in doubt.',
  lost: 'Acknowledged to the client, and absent from the ledger after heal, quiescence and an authoritative read.',
  'temporarily invisible':
    'Acknowledged shortly before a fault, absent on the node that first took writes again after it, and there in the end. Told apart from lost.',
  recovered: 'In doubt for the client, and found in the ledger.',
  phantom: 'Certainly aborted for the client, and yet found in the ledger.',
  duplicate: 'A payment whose effect was applied more than once.',
  partial: 'A payment of which legs or its outbox event are missing.',
  drift: 'A balance that differs from its opening balance plus its entries.',
  fault: 'One thing that goes wrong on purpose; it is injected and healed. The time between is the fault window.',
  outage: 'A stretch in which less than 1 % of the arrivals were good.',
  brownout: 'A stretch that was up but impaired: 1 % to 99 % of the baseline, or a p99 above three times the baseline.',
  baseline: 'The measured normal of the same run, right before the fault.',
  'recovery time':
    'From the injection to the start of the first sustained stretch of at least 100 arrivals in which goodput is back at 99 % of its baseline in every window, also after the effect was seen, with no outage after it until the next heal (more than a deadline later), the next fault or the end of observation. What a heal breaks later is the heal outage.',
  'time to impact': 'From the injection to the first bad arrival.',
  'time to detect': 'From the injection until a surviving node shows that it knows.',
  'first success':
    'From the injection to the first good arrival after the last bad stretch. One success is not yet recovery.',
  'steady state':
    'Recovered, the p99 is within 1.2 times its baseline (a backlog would show in it), and every replica is known to keep up.',
  'full redundancy': 'Every member is back and in sync.',
  'heal outage':
    'From the start of the heal until goodput is back at 99 % of its baseline for good, which is said only of what also held for the sustained time after the heal was verified; 0 s when it never fell. A brownout in which payments are only slow can outlast it.',
  'unavailability mass':
    'Good arrivals missing against the baseline; divided by the rate it is the length of an equivalent full outage.',
  objective: 'What was promised (RTO for time, RPO for data). The measured values are recovery time and data loss.',
  'evidence grade':
    'How much the number of fault events with a measured recovery time can prove: smoke for 1 to 9, gate from 10, audit from 59 events.',
  repetition:
    'One run of a study: the same scenario on a target made anew, with another seed of the load, another phase and, where they take turns, another victim.',
  'phase of a fault':
    'How much later than in the scenario the fault struck. It is varied, because a fault that always came at the same instant would measure one lucky or unlucky moment.',
  'median interval':
    'Between these two of the measured times lies the median of all such recoveries, with the confidence that is said, whatever their distribution. Six repetitions are the fewest that give one.',
  inconclusive: 'The run cannot decide. It is never counted as a pass.',
  probe:
    'A small write to one node, many times a second, outside the load; one in ten on a connection opened for it, so that a node that takes no new ones is noticed.',
} as const satisfies Readonly<Record<string, string>>;

/** What only studies of many runs speak of. */
export const studyTerms: readonly Term[] = ['repetition', 'phase of a fault', 'median interval'];

export type Term = keyof typeof glossary;
