// Made from the JSON Schemas of ocopkit's documents by `python -m ocopkit.published`.

/** An amendment of a rule book. */
export type AmendmentDocument = AmendmentFile;

/** An amendment as a file writes it. */
export interface AmendmentFile {
  /** The id of the rule book that it amends. */
  base: string;
  /** Why. */
  because: Text;
  /** What each place becomes, by its address. */
  changes: Record<string, unknown>;
  /** The id of the amended book, if it has one of its own. */
  id?: string | null;
}

/** One text in Vietnamese and in English. */
export interface Text {
  /** The Vietnamese wording, with its diacritics. */
  vi: string;
  /** The English wording. */
  en: string;
}

/** What an audit finds. */
export type AuditDocument = AuditReport;

/** One thing that is wrong or doubtful in a rule book as encoded. */
export interface AuditFinding {
  /** The book's id. */
  book: string;
  /** The kind of finding. */
  code: string;
  /** ``"error"``: the book contradicts itself. ``"warning"``: somebody should look. ``"note"``: known, and not answered. */
  severity: "error" | "warning" | "note";
  /** The clause, such as ``"7/3.1"`` (set, criterion) or ``"bands/4"``. */
  clause: string;
  /** What is wrong. */
  what: Text;
  /** Why it matters. */
  why: Text;
  /** How to mend it. */
  mend: Text;
  /** The file, line and column, where the book was read from a folder. */
  where?: Where;
  /** Other clauses that the same fault concerns, such as a criterion that several sets share. */
  also?: string[];
  /** Whether the book records a doubt at that very clause. */
  explained?: boolean;
}

/** What ``ocopkit audit --json`` writes. */
export interface AuditReport {
  count: Record<string, number>;
  findings: AuditFinding[];
}

/** A place in a document. */
export interface Where {
  /** Keys and 0-based indices from the top of the document. */
  path?: (string | number)[];
  /** The document's name, if it has one. */
  file?: string | null;
  /** The 1-based line, if known. */
  line?: number | null;
  /** The 1-based column, if known. */
  column?: number | null;
  /** Whether the key is meant rather than its value. */
  on_key?: boolean;
  /** The worksheet, if the document is one; line and column are then a cell's. */
  worksheet?: string | null;
}

/** What facts say of a product. */
export type AssessmentDocument = AssessmentReport;

/** What facts say of a product on a day. */
export interface AssessmentReport {
  format: 1;
  rule_book: string;
  digest: string;
  version: string;
  set: ReportSet;
  on: string;
  criteria: ReportProposal[];
  least: number;
  most: number;
  stars: (number | null)[];
  remarks: ReportRemark[];
}

/** A fact that decides: its value, its paper, its days. */
export interface ReportFact {
  fact: string;
  name: ReportText;
  value: boolean | number | string;
  paper?: string;
  document?: string;
  issuer?: string;
  number?: string;
  as_of?: string;
  valid_from?: string;
  valid_until?: string;
}

/** What facts say of a criterion, beside the council's own answer. */
export interface ReportProposal {
  code: string;
  name: ReportText;
  kind: "proposed" | "open" | "judged";
  answer: string | null;
  answers: string[];
  decided_by: ReportFact[];
  missing: string[];
  to_judge: ReportText[];
  reading: string | null;
  uncovered: boolean;
  own: string | null;
  against: string | null;
  differs: boolean;
}

/** What speaks against a given fact. */
export interface ReportRemark {
  fact: string;
  kind: "unproved" | "undated" | "out-of-date" | "not-yet" | "contradictory";
  text: ReportText;
  others: string[];
}

/** The criteria set. */
export interface ReportSet {
  number: number;
  slug: string;
  name: ReportText;
}

/** A text in Vietnamese and in English, as plain values. */
export interface ReportText {
  vi: string;
  en: string;
}

/** A place's reward scheme. */
export type BenefitsDocument = Benefits;

/** A place's reward scheme; a file under ``benefits/``. */
export interface Benefits {
  /** Its id, which is the file's name and begins with the place's. */
  id: string;
  /** What it is called. */
  name: Text;
  /** The paper that it sets down. */
  source: Source;
  /** The place, by name. */
  place: Place;
  /** The days of the recognitions that it rewards. */
  period: Period;
  /** What is paid for which event and star. */
  rewards: Reward[];
  /** Whether an upgrade gets what the new star pays on first recognition, less what the star held before does. */
  upgrade_pays_difference?: boolean;
  /** Whether reaching a star is rewarded only once, and keeping it only once. */
  once_per_star?: boolean;
  /** Who pays. */
  payers?: Payer[];
  /** On what conditions. */
  conditions?: Text[];
  /** What isn't certain. */
  doubts?: Doubt[];
}

/** The place in an instrument that says so. */
export interface Citation {
  /** ``"art. 7.6"``, ``"art. 12.2a"`` or ``"annex II form 11 item 1.1"``. */
  place: string;
}

/** Something in our data that a user should know is not certain. */
export interface Doubt {
  /** ``"repair"`` if the transcript was mended, ``"doubt"`` if the source itself looks wrong or is silent, ``"single-source"`` if it rests on one transcription. */
  kind: "repair" | "doubt" | "single-source";
  /** What is doubtful, and why it stands as it does. */
  text: Text;
  /** The clause it concerns, such as ``"7/3.1"`` (set, criterion); empty if the whole. */
  at?: string;
}

/** Who pays. */
export interface Payer {
  /** Who. */
  by: Text;
  /** For which stars; all if empty. */
  stars?: number[];
}

/** The days on which something holds, both ends included. */
export interface Period {
  /** The first day. */
  first_day: string;
  /** The last day, or ``None`` while no end is known. */
  last_day?: string | null;
}

/** A province, or a district or commune of it, by the names that its documents print. */
export interface Place {
  /** The province's name. */
  province: string;
  /** The district's name, before July 2025. */
  district?: string | null;
  /** The commune's name. */
  commune?: string | null;
}

/** What is paid for an event and a star. */
export interface Reward {
  /** The event. */
  event: "first" | "upgraded" | "kept";
  /** The star reached or kept. */
  stars: number;
  /** The amount in đồng. */
  dong: number;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** The paper that a local document sets down. */
export interface Source {
  /** What it is, as people call it. */
  text: Text;
  /** Its official number, if it is known. */
  number?: string | null;
  /** The day it was signed, if it is known. */
  issued_on?: string | null;
}

/** book.yaml of a rule book. */
export type BookDocument = BookArticles;

/** Why, and where, a book was amended by somebody other than the legislator. */
export interface Amendment {
  /** The reason. */
  because: Text;
  /** The addresses of the places that it changed. */
  addresses: string[];
  /** The id of the book that it changed. */
  base?: string | null;
}

/** All that a decision says besides its criteria sets; the content of ``book.yaml``. */
export interface BookArticles {
  /** The rule book's id, such as ``"qd-26-2026"``. */
  id: string;
  /** Its name. */
  name: Text;
  /** The decision. */
  instrument: Instrument;
  /** The product groups, with the list of product sets. */
  groups: ProductGroup[];
  /** The parts that every set has. */
  parts: PartRule[];
  /** The star bands, highest first. */
  bands: StarBand[];
  /** Our readings where the decision is silent. */
  readings: Reading[];
  /** The ministries it names. */
  ministries?: Ministry[];
  /** The kinds of producer that may take part. */
  producers?: ProducerKind[];
  /** How minimum levels for a star are printed. */
  minimums?: Text | null;
  /** The levels of government. */
  tiers?: Tier[];
  /** The evaluation councils. */
  councils?: Council[];
  /** The yearly rounds. */
  rounds?: Round[];
  /** What a dossier is made of. */
  dossier?: DossierRules | null;
  /** The printed forms. */
  forms?: FormSpec[];
  /** How product codes are written. */
  product_code?: CodeRule | null;
  /** The certificate. */
  certificate?: CertificateRule | null;
  /** How a product rises. */
  upgrade?: UpgradeRule | null;
  /** What happens when a certificate runs out. */
  re_evaluation?: ReEvaluationRule | null;
  /** How recognition is revoked. */
  revocation?: RevocationRule | null;
  /** How products are supervised. */
  supervision?: SupervisionRule[];
  /** What holds for what began under older rules. */
  transition?: TransitionRule[];
  /** What isn't certain. */
  doubts?: Doubt[];
  /** What our data rests on. */
  sources?: Text | null;
  /** The folder beside this book's whose criteria sets it has, if not its own. */
  sets_from?: string | null;
  /** What was changed in the decision as a what-if, first change first. */
  amendments?: Amendment[];
}

/** Who decides for which stars. */
export interface Authority {
  /** The stars. */
  stars: number[];
  /** Who. */
  by: Text;
}

/** The certificate. */
export interface CertificateRule {
  /** The fewest stars that get one. */
  from_stars: number;
  /** For how many calendar months. */
  valid_months: number;
  /** From which day. */
  starts: Text;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** How product codes are written. */
export interface CodeRule {
  /** The fields in their order, joined by hyphens. */
  fields: ("province" | "district" | "commune" | "serial" | "year")[];
  /** The rule in words. */
  text: Text;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** The evaluation council of a tier. */
export interface Council {
  /** The key of the tier. */
  tier: string;
  /** Who chairs it. */
  chair: Text;
  /** Whom it is made of. */
  members: Text[];
  /** Whether experts may be invited. */
  experts?: Text | null;
  /** What the decision leaves to the council's own regulation. */
  not_fixed?: Text[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** What a dossier is made of. */
export interface DossierRules {
  /** How many on paper; ``None`` if not known. */
  paper_copies?: number | null;
  /** How many electronic; ``None`` if not known. */
  electronic_copies?: number | null;
  /** What else is said of it. */
  notes?: Text[];
  /** Who hands what to whom. */
  submissions?: Submission[];
  /** The supporting papers. */
  evidence?: SupportingPaper[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A printed form and what it asks for. */
export interface FormSpec {
  /** Its number, such as ``"01"``. */
  number: string;
  /** Its name. */
  name: Text;
  /** Who fills it. */
  filled_by: Text;
  /** What it asks for, in its order. */
  contents: Text[];
  /** Where it is printed. */
  cite?: (string | Citation)[];
}

/** Which results go on to the next tier. */
export interface Forwarding {
  /** The least points. */
  at_least: number;
  /** The key of the tier they go to. */
  to: string;
  /** With what. */
  text: Text;
}

/** A legal instrument. */
export interface Instrument {
  /** Its official number, such as ``26/2026/QĐ-TTg``. */
  number: string;
  /** The day it was signed. */
  issued_on: string;
  /** The days on which it is in force. */
  in_force: Period;
  /** Who issued it. */
  issuer: Text;
  /** The numbers of the instruments that it replaces. */
  replaces?: string[];
  /** The number of the instrument that replaces it. */
  replaced_by?: string | null;
  /** The numbers of the instruments that it amends. */
  amends?: string[];
  /** The numbers of the instruments that amend it. */
  amended_by?: string[];
}

/** A ministry that manages product sets. */
export interface Ministry {
  /** Its short name in the data. */
  key: string;
  /** Its name. */
  name: Text;
}

/** One way to read the law where it is silent. */
export interface Option {
  /** The short name that callers choose it by. */
  key: string;
  /** What it means. */
  text: Text;
}

/** A part that every criteria set has, with its most points. */
export interface PartRule {
  /** ``"A"``, ``"B"`` or ``"C"``. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points. */
  max: number;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A kind of producer that may take part. */
export interface ProducerKind {
  /** Its short name. */
  key: string;
  /** Its name. */
  name: Text;
  /** Keys of the product groups it is admitted for; all if empty. */
  groups?: string[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** One of the six groups of products. */
export interface ProductGroup {
  /** Its short name. */
  key: string;
  /** Its name. */
  name: Text;
  /** Its subgroups. */
  subgroups: Subgroup[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** What happens when a certificate runs out. */
export interface ReEvaluationRule {
  /** The file comes at most so many days before expiry. */
  not_earlier_than_days?: number | null;
  /** And at least so many. */
  not_later_than_days?: number | null;
  /** The council decides within so many days of the full file. */
  within_days?: number | null;
  /** The producer is given notice at least so many days before expiry. */
  notice_days?: number | null;
  /** How it is done. */
  notes?: Text[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** An interpretation where the law is silent: the question, our choice, the alternatives, why. */
export interface Reading {
  /** The name of the question. */
  key: string;
  /** The question in words. */
  question: Text;
  /** The key of the option that holds unless a caller chooses another. */
  choice: string;
  /** All ways to read it. */
  options: Option[];
  /** Why this choice. */
  because: Text;
  /** What has been seen in practice; ``None`` if nothing is known. */
  practice?: Text | null;
  /** The places of the instrument that raise the question. */
  cite?: (string | Citation)[];
}

/** A ground on which recognition is revoked. */
export interface RevocationGround {
  /** Its letter. */
  point: string;
  /** The ground. */
  text: Text;
}

/** How recognition is revoked. */
export interface RevocationRule {
  /** On which grounds. */
  grounds: RevocationGround[];
  /** By whom. */
  authorities: Authority[];
  /** Within how many days of the conclusion. */
  within_days: number;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A yearly evaluation round of a tier. */
export interface Round {
  /** The key of the tier. */
  tier: string;
  /** Which of the year. */
  number: number;
  /** Month and day (``"06-30"``) before which it ends. */
  finish_before: string;
  /** Month and day before which files must be proposed. */
  files_before: string;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A line of the list of product sets. */
export interface SetEntry {
  /** The set's number. */
  number: number;
  /** Its name in addresses and files. */
  slug: string;
  /** Its name. */
  name: Text;
  /** Keys of the ministries that manage it. */
  ministries?: string[];
  /** How many sample units a dossier holds; ``None`` if not known. */
  samples?: number | null;
}

/** The points that make a number of stars. */
export interface StarBand {
  /** 1 to 5. */
  stars: number;
  /** The least points, included. */
  at_least: number;
  /** The points it ends before; ``None`` for the highest band, which ends at the maximum. */
  below?: number | null;
  /** The key of the tier that recognises it; ``None`` if it isn't recognised. */
  recognised_by?: string | null;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A subgroup of products. */
export interface Subgroup {
  /** Its short name. */
  key: string;
  /** Its name. */
  name: Text;
  /** The product sets in it. */
  sets: SetEntry[];
}

/** The papers that one hands to another. */
export interface Submission {
  /** Who hands them over: ``"producer"`` or the key of a tier. */
  by: string;
  /** The key of the tier that receives them. */
  to: string;
  /** The routes it is for. */
  routes: ("first" | "upgrade" | "re-evaluation")[];
  /** The papers. */
  papers: Text[];
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** How products are supervised. */
export interface SupervisionRule {
  /** The key of the tier. */
  tier: string;
  /** By whom, and how. */
  text: Text;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A paper of the dossier that supports criteria. */
export interface SupportingPaper {
  /** Its short name, as criteria name it. */
  key: string;
  /** What it shows. */
  name: Text;
  /** In which form it is handed in. */
  form: Text;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** A level of government and what it does. */
export interface Tier {
  /** Its short name. */
  key: string;
  /** Its name. */
  name: Text;
  /** Who acts for it. */
  body: Text;
  /** What it does. */
  does: Text;
  /** Within how many working days of receipt; ``None`` if not said. */
  working_days?: number | null;
  /** What it assesses, if only some topics. */
  topics?: Text[];
  /** What it hands on. */
  output?: Text[];
  /** The stars it recognises. */
  recognises?: number[];
  /** Which results it forwards. */
  forwards?: Forwarding | null;
  /** What follows below the points that it decides on. */
  otherwise?: Text | null;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** What holds for what began under older rules. */
export interface TransitionRule {
  /** What holds. */
  text: Text;
  /** The routes it is for; empty if it isn't about a route. */
  routes?: ("first" | "upgrade" | "re-evaluation")[];
  /** Which rules a file follows that was handed in before and isn't evaluated yet; ``None`` if it isn't about such files. */
  follows?: "old-rules" | "new-rules" | null;
  /** Within how many days of the decision's first day; ``None`` if not said. */
  within_days?: number | null;
  /** For how many days past expiry, at most, a certificate stays in force until the result; ``None`` if it isn't about that. */
  extends_days?: number | null;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** How a product rises. */
export interface UpgradeRule {
  /** When and how. */
  text: Text;
  /** Where it is written. */
  cite?: (string | Citation)[];
}

/** What an incomplete sheet can still come to. */
export type BoundsDocument = BoundsReport;

/** What an incomplete sheet can still come to. */
export interface BoundsReport {
  format: 1;
  rule_book: string;
  digest: string;
  version: string;
  set: ReportSet;
  product: ReportProduct | null;
  least: number;
  most: number;
  stars: (number | null)[];
  unanswered: ReportQuestion[];
  next_question: ReportQuestion | null;
}

/** Who makes the product, without the representative. */
export interface ReportProducer {
  name: string;
  kind?: string;
  province?: string;
  commune?: string;
  district?: string;
  address?: string;
  registration?: string;
}

/** The product, as far as the sheet says. */
export interface ReportProduct {
  name: string;
  producer?: ReportProducer;
  code?: string;
  description?: string;
}

/** A criterion that wants an answer. */
export interface ReportQuestion {
  code: string;
  name: ReportText;
  max: number;
}

/** The life of a product. */
export type CaseDocument = CaseRecord;

/** An appeal or complaint is noted; it changes nothing by itself. */
export interface AppealNoted {
  kind: "appeal-noted";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A tier that gives no points has assessed the dossier. */
export interface Assessed {
  kind: "assessed";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** What a document of a case holds. */
export interface CaseRecord {
  /** The version of the format. */
  format: number;
  /** The product. */
  product: Product;
  /** The case's id in its register. */
  id?: string;
  /** The day on which it began, if known. */
  opened_on?: string | null;
  /** Options of readings to use instead of the books' own choices. */
  readings?: Record<string, string>;
  /** What happened, in its order. */
  events?: Event[];
}

/** The certificate is issued. */
export interface CertificateIssued {
  kind: "certificate-issued";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The certificate's number. */
  number?: string;
  /** The product code printed on it. */
  code?: string | null;
  /** The stars; those recognised if left out. */
  stars?: number | null;
  /** The last day of its term; reckoned by the law of the day if left out. */
  last_day?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** The producer hands the completed dossier in again. */
export interface Completed {
  kind: "completed";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A tier's council gives its result. */
export interface CouncilResult {
  kind: "council-result";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The exact points, if known. */
  points?: number | string | null;
  /** The stars that the council finds, 0 for none; those of the points if left out. */
  stars?: number | null;
  /** The number of the criteria set of the sheets, to be held against that of the dossier. */
  set?: number | null;
  /** The id of the rule book of the sheets, to be held against the law of the day. */
  rule_book?: string | null;
  /** The name of the product of the sheets, to be held against that of the case; it isn't kept. */
  product?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** The producer hands in a dossier. */
export interface DossierFiled {
  kind: "dossier-filed";
  /** The day. */
  on: string;
  /** Why the product is evaluated. */
  route?: "first" | "upgrade" | "re-evaluation";
  /** The number of the criteria set, if known. */
  set?: number | null;
  /** The key of the tier that receives it; the one that the law of the day names if left out. */
  to?: string | null;
  /** The id of the rule book that it is filed under; the law of the day if left out. */
  rule_book?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** Something that happened to a product. */
export type Event = IdeaRegistered | IdeaAccepted | PlanReceived | DossierFiled | Returned | Completed | Assessed | CouncilResult | FallbackChosen | Forwarded | Recognised | Refused | CertificateIssued | Extended | Inspected | Remedied | Revoked | Expired | Lapsed | ProducerStopped | AppealNoted | LawChanged;

/** Somebody notes that the certificate ran out; it does so without being noted. */
export interface Expired {
  kind: "expired";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** An authority notes that a certificate stays in force past its term until the result. */
export interface Extended {
  kind: "extended";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The last day; the latest that the law of the day allows if left out. */
  until?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A lower tier chooses what to do with a result that makes only stars of its own. */
export interface FallbackChosen {
  kind: "fallback-chosen";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** Whether it uses the result or evaluates anew. */
  choice: "adopt-central" | "evaluate-anew";
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A tier hands the dossier on to the next. */
export interface Forwarded {
  kind: "forwarded";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The key of the next tier; the one that the law of the day names if left out. */
  to?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** The idea is accepted into the programme. */
export interface IdeaAccepted {
  kind: "idea-accepted";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A producer registers the idea of a product. */
export interface IdeaRegistered {
  kind: "idea-registered";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** The product is inspected. */
export interface Inspected {
  kind: "inspected";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** What was found. */
  finding: "in-order" | "defects" | "fails";
  /** The last day to remedy defects, if one was set. */
  remedy_by?: string | null;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** What was under way comes to nothing: withdrawn, or not completed in time. */
export interface Lapsed {
  kind: "lapsed";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** Another decision holds from that day on; it is noted. */
export interface LawChanged {
  kind: "law-changed";
  /** The day. */
  on: string;
  /** The id of its rule book. */
  rule_book: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A producer's legal representative; personal data, shown only where asked for by name. */
export interface Person {
  /** The full name. */
  name: string;
  /** As the form states it. */
  sex?: string | null;
  /** As the form states it. */
  ethnicity?: string | null;
  /** Where the person lives. */
  residence?: string | null;
  /** Whether the person has a disability, if stated. */
  disability?: boolean | null;
  /** The telephone number. */
  telephone?: string | null;
  /** The e-mail address. */
  email?: string | null;
}

/** The business plan of the product is received. */
export interface PlanReceived {
  kind: "plan-received";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** Who makes the product and answers for it. */
export interface Producer {
  /** Its registered name. */
  name: string;
  /** The key of its kind, one of those that the rule book admits. */
  kind?: string | null;
  /** The province's name or code. */
  province?: string | null;
  /** The commune's name or code. */
  commune?: string | null;
  /** The district's name or code, before July 2025. */
  district?: string | null;
  /** Its address. */
  address?: string | null;
  /** The number of its business registration. */
  registration?: string | null;
  /** Its legal representative. */
  representative?: Person | null;
}

/** The producer no longer makes the product. */
export interface ProducerStopped {
  kind: "producer-stopped";
  /** The day. */
  on: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A product that is, or is to be, evaluated. */
export interface Product {
  /** Its name. */
  name: string;
  /** Who makes it. */
  producer?: Producer | null;
  /** Its product code as it is printed; :meth:`ProductCode.parse` reads it by the book's rule. */
  code?: string | null;
  /** What it is. */
  description?: string | null;
}

/** A tier recognises the product. */
export interface Recognised {
  kind: "recognised";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The stars; those that follow from the result if left out. */
  stars?: number | null;
  /** The decision's number. */
  number?: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A tier decides not to recognise the product. */
export interface Refused {
  kind: "refused";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** Defects found are remedied. */
export interface Remedied {
  kind: "remedied";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** A tier returns the dossier to be completed. */
export interface Returned {
  kind: "returned";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** The certificate is revoked. */
export interface Revoked {
  kind: "revoked";
  /** The day. */
  on: string;
  /** The key of the tier that acts. */
  by: string;
  /** The point of the ground, where the law of the day lists grounds. */
  ground?: string | null;
  /** The decision's number. */
  number?: string;
  /** What else is to be said of it; no personal data. */
  note?: string;
}

/** Cases of law. */
export type CasesDocument = Record<string, CaseEntry>;

/** A case as a file writes it, below its sentence. */
export interface CaseEntry {
  /** What it starts from. */
  given: Given;
  /** What must follow. */
  expect: Expected;
  /** Why, in one text or in both languages. */
  because: string | Text;
  /** The places that say so, by the id of the rule book that they stand in. */
  cite?: Record<string, (string | Citation)[]>;
  /** Where the case comes from, if it was seen in practice. */
  source?: string | null;
  /** The sentence in English. */
  in_english?: string | null;
}

/** What must follow; what is left out isn't looked at. */
export interface Expected {
  /** The id of the rule book that applies. */
  rule_book?: string | null;
  /** The points. */
  points?: number | null;
  /** The stars, or ``none``. */
  stars?: number | "none";
  /** What came out, as in a score. */
  outcome?: "rated" | "not-achieved" | "stopped" | "disqualified" | null;
  /** The key of the tier that recognises those stars, or ``none``. */
  recognised_by?: string | null;
  /** For each star named, exactly the criteria whose minimum for it is missed. */
  missed?: Record<string, string[]> | null;
  /** Exactly the gates that are raised, by the sheet or by the scores. */
  gates?: string[] | null;
  /** Codes of findings that must be there. */
  findings?: string[];
  /** Codes of findings that must not be there. */
  no_findings?: string[];
  /** What the facts choose for a criterion, by code: its answer, ``open`` or ``judged``. */
  levels?: Record<string, string> | null;
  /** The code of the problem for which it is refused. */
  error?: string | null;
}

/** What a case starts from: the law, and a sheet or a total. */
export interface Given {
  /** The id of the rule book, if the case names it. */
  rule_book?: string | null;
  /** The day of the evaluation, if the case lets the day decide on the rule book. */
  evaluated_on?: string | null;
  /** The day on which the file was handed in; the day of the evaluation if left out. */
  filed?: string | null;
  /** Why the product is evaluated. */
  route?: "first" | "upgrade" | "re-evaluation";
  /** Options of readings to use instead of the book's own choices, by the reading's key. */
  readings?: Record<string, string>;
  /** The criteria set, by slug or number. */
  set?: number | string | null;
  /** Where the answers start from: ``all-lowest``, ``all-highest`` or ``minimums-for-4-stars``; if left out, ``answers`` are all there are. */
  start?: string | null;
  /** Answers by criterion code, as in a score sheet; over the start, if there is one. */
  answers?: Record<string, string | number>;
  /** The points to reach: criteria that aren't named are raised from the start, one by one in the order of the form, each as far as the total allows. */
  total?: number | null;
  /** The gates that apply, by key, each with its reason. */
  raised?: Record<string, string>;
  /** Measured facts, as in a fact sheet, on the day of the evaluation; what they choose stands over the start. */
  facts?: Record<string, GivenFactFile>;
  /** A total alone, such as ``69.71``, exact; its star band is looked up, nothing else. */
  published_total?: number | string | null;
}

/** A fact as a file writes it, under its key. */
export interface GivenFactFile {
  /** Its value: a number (a share as 0.62), true or false, or the key of an option; empty if it isn't known yet. */
  value?: boolean | number | string | null;
  /** The key of the dossier's supporting paper that proves it. */
  paper?: string | null;
  /** Which document that is, in words. */
  document?: string | null;
  /** The day on which it was measured, or the last day of the period measured. */
  as_of?: string | null;
  /** For a certificate, who issued it. */
  issuer?: string | null;
  /** For a certificate, its number. */
  number?: string | null;
  /** For a certificate, its first valid day. */
  valid_from?: string | null;
  /** For a certificate, its last valid day. */
  valid_until?: string | null;
}

/** What raising criteria costs, by criterion and level. */
export type CostsDocument = Record<string, Record<string, number>>;

/** crosswalk.yaml between two rule books. */
export type CrosswalkDocument = CrosswalkFile;

/** A set without a counterpart. */
export interface AloneFile {
  /** Its number. */
  set: number;
  /** Why it has none. */
  because: Text;
}

/** ``crosswalk.yaml``: what holds for all sets. */
export interface CrosswalkFile {
  /** The id of the rule book that answers were given under. */
  old: string;
  /** The id of the rule book that they are to be read by. */
  new: string;
  /** What the crosswalk takes for granted. */
  assumes: Text;
  /** The sets that belong together. */
  sets: PairFile[];
  /** New sets without an old one. */
  fresh?: AloneFile[];
  /** Old sets without a new one. */
  ended?: AloneFile[];
  /** Gates of the new forms by the gate of the old ones that raises them. */
  gates?: Record<string, string>;
  /** Names that both books' ``shared.yaml`` give to criteria with the same levels. */
  alike?: string[];
  /** Maps by name. */
  maps?: Record<string, MapFile>;
  /** Old criteria, by shared name, that have no place in the new book. */
  dropped?: DropFile[];
}

/** Why criteria that several old sets have in common have no place in the new book. */
export interface DropFile {
  /** Names in the old book's ``shared.yaml``. */
  old: string[];
  /** Why. */
  because: Text;
}

/** A map of answers as a file writes it. */
export interface MapFile {
  /** In ``crosswalk.yaml``, names in the old book's ``shared.yaml``. */
  old?: string[];
  /** In ``crosswalk.yaml``, names in the new book's ``shared.yaml``. */
  new?: string[];
  /** Both forms print the same levels, word for word: each leads to itself. */
  alike?: boolean;
  /** Old answers that lead to exactly one new answer. */
  levels?: Record<string, string>;
  /** Old answers that leave a few new answers possible. */
  possible?: Record<string, string[]>;
  /** What the map says of itself. */
  claims?: ("total" | "order-keeping")[];
  /** Why some answers are narrowed or left out. */
  because?: Text | null;
  /** Why the old form cannot answer the new criterion at all. */
  open?: Text | null;
}

/** Two sets that belong together. */
export interface PairFile {
  /** The number of the old set. */
  old: number;
  /** The number of the new set. */
  new: number;
}

/** A pair of criteria sets in a crosswalk. */
export type CrosswalkSetDocument = SetMapFile;

/** A criterion of the new form as a set's file maps it, by name or in full. */
export interface EntryFile {
  /** The code on the old form; left out if it asks nothing like it. */
  old?: string | null;
  /** The name of a map in ``crosswalk.yaml``, instead of the rest. */
  map?: string | null;
  /** Both forms print the same levels, word for word. */
  alike?: boolean;
  /** Old answers that lead to exactly one new answer. */
  levels?: Record<string, string>;
  /** Old answers that leave a few new answers possible. */
  possible?: Record<string, string[]>;
  /** What the map says of itself. */
  claims?: ("total" | "order-keeping")[];
  /** Why some answers are narrowed or left out. */
  because?: Text | null;
  /** Why the old form cannot answer the new criterion at all. */
  open?: Text | null;
}

/** A file under ``sets/``. */
export interface SetMapFile {
  /** The number of the old set. */
  old: number;
  /** The number of the new set. */
  new: number;
  /** Criteria of the new form by code, where ``crosswalk.yaml`` doesn't map them. */
  criteria?: Record<string, EntryFile>;
  /** Why criteria of the old form, by code, have no place on the new one. */
  dropped?: Record<string, Text>;
}

/** A council's decision, reported. */
export type DecisionDocument = DecisionReport;

/** A council's decision as plain values. */
export interface DecisionReport {
  format: 1;
  rule_book: string;
  digest: string;
  version: string;
  regulation: string;
  set: ReportSet;
  product: ReportProduct | null;
  held: "meeting" | "written";
  aggregation: "mean" | "majority";
  points: ReportMean;
  mean: ReportMean;
  max: number;
  stars: number | null;
  outcome: "rated" | "not-achieved" | "stopped" | "disqualified";
  members: ReportSeat[];
  scorings: ReportScoring[];
  parts: ReportMeanOf[];
  sections: ReportMeanOf[];
  criteria: ReportMeanOfCriterion[];
  disagreements: string[];
  gates: ReportCouncilGate[];
  minimums_missed: ReportCouncilMinimum[];
  votes: Record<string, number>;
  rules: ReportRule[];
  readings: ReportReading[];
  findings: ReportFinding[];
  reasons: ReportText[];
}

/** A gate that a member raises, and whether so the council does. */
export interface ReportCouncilGate {
  key: string;
  text: ReportText;
  criterion: string | null;
  raised: boolean;
  members: string[];
}

/** A minimum level that is missed. */
export interface ReportCouncilMinimum {
  criterion: string;
  stars: number;
  required: string;
  mean: ReportMean;
  meeting: number;
  of: number;
}

/** Something that the score's user should know. */
export interface ReportFinding {
  code: string;
  text: ReportText;
  criterion: string | null;
  weighs: boolean;
}

/** An exact number: as a fraction to compute with, and as people read it (cut, never rounded). */
export interface ReportMean {
  exact: string;
  shown: ReportText;
}

/** The mean of a part or of a section. */
export interface ReportMeanOf {
  code: string;
  name: ReportText;
  mean: ReportMean;
  max: number;
}

/** The mean of a criterion, with what each member answers. */
export interface ReportMeanOfCriterion {
  code: string;
  name: ReportText;
  mean: ReportMean;
  least: number;
  most: number;
  answers: Record<string, string>;
  max: number;
}

/** A reading that was used where the law is silent. */
export interface ReportReading {
  key: string;
  option: string;
  chosen: boolean;
}

/** A rule that the result rests on, with whose it is. */
export interface ReportRule {
  key: string;
  text: ReportText;
  by: ReportText;
  cite: string[];
}

/** One time that the council scored. */
export interface ReportScoring {
  number: number;
  totals: Record<string, number>;
  spread: number;
  within: boolean | null;
}

/** A member of the council, and what they did; the reason of a conflict is left out. */
export interface ReportSeat {
  member: string;
  role: "chair" | "member" | "expert" | "secretary";
  part: "scores" | "advises" | "abstains" | "absent" | "conflict";
  total: number | null;
  stars: number | null;
}

/** The differences between two rule books. */
export type DiffDocument = DiffReport;

/** All differences between two rule books as plain values. */
export interface DiffReport {
  before: string;
  after: string;
  changes: ReportChange[];
}

/** One difference between two rule books. */
export interface ReportChange {
  kind: "added" | "removed" | "moved" | "renumbered" | "renamed" | "changed";
  address: string;
  set: number | null;
  field: string | null;
  before: unknown;
  after: unknown;
  position: Record<string, string | null>;
  aside: boolean;
  text: ReportText;
}

/** A fact sheet. */
export type FactSheetDocument = FactSheetFile;

/** A fact sheet as a file writes it. */
export interface FactSheetFile {
  /** The id of the rule book, such as ``qd-26-2026``, or of a supplement. */
  rule_book: string;
  /** The criteria set, by slug or number. */
  set: number | string;
  /** The day of the council. */
  on?: string | null;
  /** The facts by their keys. */
  facts?: Record<string, GivenFactFile>;
  /** The council's own answers by code; each stands over any proposal. */
  answers?: Record<string, string | number | null>;
  /** The gates that apply, by key, each with its reason. */
  raised?: Record<string, string> | null;
  /** The product. */
  product?: Product | null;
}

/** facts.yaml: a vocabulary of facts. */
export type FactsDocument = Vocabulary;

/** What facts must be: one comparison, or several joined. */
export interface Condition {
  /** The key of the fact that is compared. */
  fact?: string | null;
  /** The least number. */
  at_least?: number | string | null;
  /** The number that must be exceeded. */
  above?: number | string | null;
  /** The most. */
  at_most?: number | string | null;
  /** The number that must not be reached. */
  below?: number | string | null;
  /** The options that do. */
  one_of?: string[];
  /** Whether a yes-no fact must be so (``true``) or must not (``false``). */
  holds?: boolean | null;
  /** Whether a certificate must be held and in force on the day of the council. */
  in_force?: boolean | null;
  /** Conditions that must all hold. */
  all?: Condition[];
  /** Conditions of which one is enough. */
  any?: Condition[];
  /** What only a council can say, in words; facts never decide it. */
  judged?: Text | null;
  /** Whether it is what remains when no other level is reached. */
  otherwise?: boolean;
}

/** Facts that cannot hold together. */
export interface Contradiction {
  /** What cannot be. */
  when: Condition;
  /** Why, in words. */
  text: Text;
}

/** Something that can be measured of a product or its producer. */
export interface Fact {
  /** Its name in conditions and on fact sheets. */
  key: string;
  /** Its name in words. */
  name: Text;
  /** ``"share"``: of a whole, from 0 to 1. ``"rate"``: of growth, -1 or more. ``"count"``, ``"months"``, ``"years"``: a whole number from 0. ``"yes-no"``. ``"choice"``: one of the options. ``"place"``: one of the options, which are areas, the smallest first. ``"certificate"``: a paper held, by whom issued, valid from when until when; a condition asks if it is in force on a day. */
  kind: "share" | "rate" | "count" | "months" | "years" | "yes-no" | "choice" | "place" | "certificate";
  /** How it is measured, and over which period. */
  measured: Text;
  /** The keys of the dossier's supporting papers any of which proves it. */
  papers?: string[];
  /** What is counted, where the name doesn't say it. */
  unit?: Text | null;
  /** For a choice or a place, what there is to choose from: the worst first if one is better than another. */
  options?: Option[];
  /** Which values are better: ``"more"`` (a later option, yes rather than no), ``"less"``, or ``"neither"``. */
  better?: "more" | "less" | "neither";
  /** Whether only a measurement of the calendar year before the council's speaks. */
  of_last_year?: boolean;
  /** For a certificate, who issues it. */
  issuer?: Text | null;
  /** For a certificate, what it must cover. */
  scope?: Text | null;
}

/** The facts that conditions may name. */
export interface Vocabulary {
  /** The facts, in the order in which people see them. */
  facts?: Fact[];
  /** What cannot hold together. */
  contradictions?: Contradiction[];
  /** The papers that prove facts, for decisions whose data lists none of its own. */
  papers?: Option[];
}

/** A rule book, exported. */
export type ExportDocument = Export;

/** One of the cases of an either-or criterion, with a ladder of its own. */
export interface Alternative {
  /** Its letter. */
  key: string;
  /** Which products it is for. */
  name: Text;
  /** Its ladder, lowest first. */
  levels: Level[];
  /** The facts for which it is the product's case; ``None`` if that is left to judgement. */
  when?: Condition | null;
  /** The facts for which, in this case, not even the lowest printed level is reached. */
  below_when?: Condition | null;
}

/** A criterion is asked only if another one is answered above a level. */
export interface Applicability {
  /** The code of the other criterion, earlier on the form. */
  criterion: string;
  /** The key of the level that must be exceeded. */
  above: string;
  /** The condition in words. */
  text: Text;
}

/** All that a decision says besides its criteria sets; the content of ``book.yaml``. */
export interface ExportArticles {
  /** The rule book's id, such as ``"qd-26-2026"``. */
  id: string;
  /** Its name. */
  name: Text;
  /** The decision. */
  instrument: Instrument;
  /** The product groups, with the list of product sets. */
  groups: ProductGroup[];
  /** The parts that every set has. */
  parts: PartRule[];
  /** The star bands, highest first. */
  bands: StarBand[];
  /** Our readings where the decision is silent. */
  readings: Reading[];
  /** The ministries it names. */
  ministries?: Ministry[];
  /** The kinds of producer that may take part. */
  producers?: ProducerKind[];
  /** How minimum levels for a star are printed. */
  minimums?: Text | null;
  /** The levels of government. */
  tiers?: Tier[];
  /** The evaluation councils. */
  councils?: Council[];
  /** The yearly rounds. */
  rounds?: Round[];
  /** What a dossier is made of. */
  dossier?: DossierRules | null;
  /** The printed forms. */
  forms?: FormSpec[];
  /** How product codes are written. */
  product_code?: CodeRule | null;
  /** The certificate. */
  certificate?: CertificateRule | null;
  /** How a product rises. */
  upgrade?: UpgradeRule | null;
  /** What happens when a certificate runs out. */
  re_evaluation?: ReEvaluationRule | null;
  /** How recognition is revoked. */
  revocation?: RevocationRule | null;
  /** How products are supervised. */
  supervision?: SupervisionRule[];
  /** What holds for what began under older rules. */
  transition?: TransitionRule[];
  /** What isn't certain. */
  doubts?: Doubt[];
  /** What our data rests on. */
  sources?: Text | null;
  /** The folder beside this book's whose criteria sets it has, if not its own. */
  sets_from?: string | null;
  /** What was changed in the decision as a what-if, first change first. */
  amendments?: Amendment[];
  digest: string;
}

/** The criteria of one product set. */
export interface CriteriaSet {
  /** Its number in the decision. */
  number: number;
  /** Its name in addresses and files. */
  slug: string;
  /** The product set's name. */
  name: Text;
  /** The key of the product group. */
  group: string;
  /** Its parts in the order of the form. */
  parts: Part[];
  /** Gates on the dossier as a whole. */
  gates?: Gate[];
  /** How many sample units a dossier holds. */
  samples?: number | null;
  /** Where the form stands. */
  cite?: (string | Citation)[];
  /** What isn't certain about the set. */
  doubts?: Doubt[];
}

/** A criterion that is answered by one level. */
export interface Criterion {
  /** Its number on the form, such as ``"1.1"``, ``"6.1.1"`` or, for a section scored directly, the section's. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points. */
  max: number;
  /** Its ladder, lowest first; empty for an either-or criterion. */
  levels?: Level[];
  /** The cases of an either-or criterion. */
  alternatives?: Alternative[];
  /** Whether the form prints no ladder, so that it is worth 0 or all its points. */
  all_or_nothing?: boolean;
  /** The star whose mark the form prints on the criterion instead of a level. */
  marked_for?: number | null;
  /** How the form says to judge it. */
  hints?: Text[];
  /** Its gates. */
  gates?: Gate[];
  /** The condition on which it is asked at all. */
  applies_when?: Applicability | null;
  /** Products it isn't asked of, which then get full marks. */
  exempt_when?: Text | null;
  /** Keys of the dossier's supporting papers that bear on it. */
  evidence?: string[];
  /** What isn't certain about it. */
  doubts?: Doubt[];
  /** Its name among the criteria that several sets have in common. */
  shared?: string | null;
  /** Whether it is left to judgement, so that no fact chooses its level. */
  judged?: boolean;
  /** The facts for which not even the lowest printed level is reached; in an either-or criterion, each case has its own. */
  below_when?: Condition | null;
  /** Facts for which the form names no level, or two. */
  left_open?: LeftOpen[];
}

/** A whole rule book as one document. */
export interface Export {
  /** The articles, with the digest of the whole. */
  rule_book: ExportArticles;
  /** The criteria sets. */
  sets: CriteriaSet[];
  /** The vocabulary of facts that conditions name. */
  facts?: Vocabulary;
}

/** A condition on which a product is out, or assessing stops, whatever its points. */
export interface Gate {
  /** Its name, by which a score sheet raises it. */
  key: string;
  /** ``"disqualify"``: the product is out. ``"stop"``: the later steps aren't assessed. ``"requirement"``: the form requires it, and a reading says what follows when it isn't met. */
  kind: "disqualify" | "stop" | "requirement";
  /** What raises it. */
  text: Text;
  /** For a requirement, the key of the reading that says what follows. */
  reading?: string | null;
  /** Codes of criteria; the gate is raised by itself if one of them scores 0. */
  zero_in?: string[];
}

/** A printed heading over criteria of one section (6.1 over 6.1.1 and 6.1.2). */
export interface Heading {
  /** Its number; the criteria under it have codes that begin with it and a dot. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points of its criteria together. */
  max: number;
}

/** Facts for which the form names no level, or two: a reading says which. */
export interface LeftOpen {
  /** The facts. */
  when: Condition;
  /** The key of the book's reading. */
  reading: string;
  /** What its options make of them. Under an option that isn't here, the council answers, and may give any of the answers that are. */
  ways: Way[];
}

/** A performance level of a criterion. */
export interface Level {
  /** Its letter, from the lowest: ``"a"``, ``"b"``, … Two levels can bear the same points. */
  key: string;
  /** What it is worth, a whole number. */
  points: number;
  /** Our short wording of it. */
  name: Text;
  /** The star that needs at least this level (printed as ``***``, ``****``, ``*****``). */
  minimum_for?: number | null;
  /** The facts for which it is reached; ``None`` if that is left to judgement. */
  when?: Condition | null;
}

/** A part of a criteria set. */
export interface Part {
  /** ``"A"``, ``"B"`` or ``"C"``. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points. */
  max: number;
  /** Its sections in the order of the form. */
  sections: Section[];
}

/** A section of a part. */
export interface Section {
  /** Its number. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points. */
  max: number;
  /** Its criteria in the order of the form. */
  criteria: Criterion[];
  /** Headings over some of them. */
  headings?: Heading[];
  /** How the form says to judge the whole section. */
  hints?: Text[];
}

/** What one option of a reading makes of facts that the form leaves open. */
export interface Way {
  /** The option's key. */
  option: string;
  /** The answer: a level's key (``"a.b"`` for case and level), ``"below"`` or ``"exempt"``. */
  answer: string;
}

/** A score sheet of a supplement. */
export type LocalSheetDocument = LocalSheetFile;

/** A sheet of a supplement as a file writes it. */
export interface LocalSheetFile {
  /** The id of the supplement. */
  supplement: string;
  /** An answer for each criterion by its code, as in any score sheet. */
  answers?: Record<string, string | number | null>;
  /** The gates that apply, by key, each with its reason. */
  raised?: Record<string, string>;
  /** The product. */
  product?: Product | null;
}

/** The score sheet of a member of a council. */
export type MemberSheetDocument = MemberSheetFile;

/** Who filled in a sheet: the block ``member`` of a score sheet's file. */
export interface MemberFile {
  /** A name or any label, different for each member. */
  name: string;
  /** What they are in the council. */
  role?: "chair" | "member" | "expert" | "secretary";
  /** Whether they took part. */
  present?: boolean;
  /** Whether their sheet counts, if it isn't to follow from the role and the regulation. */
  votes?: boolean | null;
  /** The conflict of interest that they declared. */
  conflict?: string | null;
  /** Which scoring the sheet is of, from 1. */
  scoring?: number;
}

/** A score sheet as a file writes it. */
export interface MemberSheetFile {
  member: MemberFile;
  /** The id of the rule book, such as ``qd-26-2026``. */
  rule_book?: string;
  /** The criteria set, by slug or number. */
  set?: number | string;
  /** An answer for each criterion by its code; empty where it isn't answered yet. */
  answers?: Record<string, string | number | null>;
  /** The gates that apply, by key, each with its reason. */
  raised?: Record<string, string> | null;
  /** The product. */
  product?: Product | null;
  /** The digest of the rule book that the sheet was filled against, if it is to be checked. */
  digest?: string | null;
  /** The version of the format; there is one, and it needn't be said. */
  format?: 1;
}

/** pack.yaml of a place's pack. */
export type PackDocument = PackFile;

/** What ``pack.yaml`` says. */
export interface PackFile {
  /** What the pack is called. */
  name: Text;
  /** The place that it is for, by name. The ids of all its documents begin with it. */
  place: Place;
  /** The days for which its documents are meant; open if left out. */
  period?: Period | null;
  /** Who publishes it. */
  publisher?: Text | null;
}

/** A path to a star, reported. */
export type PathDocument = PathReport;

export interface PathReport {
  format: 1;
  rule_book: string;
  digest: string;
  version: string;
  set: ReportSet;
  product: ReportProduct | null;
  from: ReportStart;
  to: number;
  by: "raises" | "levels" | "points" | "costs";
  possible: boolean;
  points: number;
  stars: number | null;
  cost: number | string;
  steps: ReportStep[];
  count: number;
  alternatives: ReportStep[][];
  obstacles: ReportObstacle[];
  lines: ReportText[];
}

/** What makes a star impossible until it is gone. */
export interface ReportObstacle {
  code: string;
  criterion: string | null;
  text: ReportText;
  cite: ReportText;
}

/** A paper of the dossier that supports a criterion. */
export interface ReportPaper {
  key: string;
  name: ReportText;
  form: ReportText;
}

/** What a path starts from. */
export interface ReportStart {
  points: number;
  stars: number | null;
}

export interface ReportStep {
  criterion: string;
  name: ReportText;
  from: string;
  to: string;
  points: number;
  cost: number | string;
  wording: ReportText;
  minimum_for: number[];
  papers: ReportPaper[];
  cite: ReportText;
}

/** A place's plan. */
export type PlanDocument = Plan;

/** What of a register a target counts. */
export interface Measure {
  /** Which products; those of any of these. */
  which: ("new" | "upgraded" | "re-evaluated" | "recognised" | "valid")[];
  /** Whether the products are counted, or their producers, each once. */
  count?: "products" | "producers";
  /** The kinds of producer, as the rule book has them; all if empty. */
  kinds?: string[];
  /** The time in which they were recognised before. */
  recognised_in?: string | Span | null;
  /** Out of which a share is taken: the products that bore stars when the time began. */
  of?: "at-start" | null;
  /** The unit that is counted apart, for a target set for each of several. */
  each?: "district" | "commune" | null;
  /** The names of those units, where they are known; those of the register if left out. */
  units?: string[];
}

/** A place's plan; a file under ``plans/``. */
export interface Plan {
  /** Its id, which is the file's name and begins with the place's. */
  id: string;
  /** What it is called. */
  name: Text;
  /** The paper that it sets down. */
  source: Source;
  /** The place, by name. */
  place: Place;
  /** The days for which it plans. */
  period: Period;
  /** The ids of the rule books that it names. */
  rules: string[];
  /** Which evaluations it is about; all if empty. */
  routes?: ("first" | "upgrade" | "re-evaluation")[];
  /** The evaluation rounds. */
  rounds?: PlanRound[];
  /** Work by step of the cycle, and deadlines. */
  work?: Work[];
  /** Who does what. */
  tasks?: Task[];
  /** The reports due. */
  reports?: ReportDue[];
  /** The targets. */
  targets?: Target[];
  /** Where the money comes from. */
  budget?: Text[];
  /** What there was when it was made. */
  state?: State[];
  /** After how many months it has products evaluated again. */
  re_evaluation_months?: number | null;
  /** What else it says: supervision, guidance, digital tools. */
  notes?: Text[];
  /** What isn't certain about our data. */
  doubts?: Doubt[];
}

/** An evaluation round, or a tier's step of it. */
export interface PlanRound {
  /** The key of the tier, as the rule book has it. */
  tier: string;
  /** Which of the year's rounds of that tier, if there are several. */
  number?: number | null;
  /** What the tier does. */
  does?: Text | null;
  /** What it assesses, if only some topics. */
  topics?: Text[];
  /** What it hands on. */
  output?: Text | null;
  /** When it takes place. */
  when?: string | Span | null;
  /** The day before which it ends. */
  finish_before?: string | null;
  /** The day before which files must be there. */
  files_before?: string | null;
  /** The least points of the products that it recognises or proposes for recognition. */
  points_from?: number | null;
  /** The most points of them. */
  points_to?: number | null;
  /** The stars that it recognises. */
  recognises?: number[];
  /** Which results go to the next tier. */
  forwards?: Sending | null;
  /** What follows below that. */
  otherwise?: Text | null;
}

/** A report that is due. */
export interface ReportDue {
  /** The report. */
  what: Text;
  /** Who makes it. */
  by?: Text | null;
  /** How often. */
  every?: "month" | "quarter" | "half-year" | "year" | "once" | null;
  /** When it is due, if the plan says so. */
  due?: string | Span | null;
}

/** Which results a tier hands to the next one. */
export interface Sending {
  /** The least points. */
  at_least: number;
  /** The key of the tier they go to. */
  to: string;
  /** With what. */
  text?: Text | null;
}

/** A stretch of time, both ends included. */
export interface Span {
  /** ``"2022"``, ``"2024-Q2"``, ``"2022-04"``, ``"2022-04-12"``, or two of them with a stroke between: ``"2022-03/2022-04"``. */
  text: string;
}

/** What there was when the plan was made. */
export interface State {
  /** What was counted. */
  what: Text;
  /** How many. */
  count: number;
}

/** A target. */
export interface Target {
  /** Its short name, by which counts are handed in. */
  key: string;
  /** What is counted. */
  what: Text;
  /** The least number. */
  at_least?: number | null;
  /** The number that the plan doesn't expect to exceed; more is no fault. */
  at_most?: number | null;
  /** The least share of all there are: ``0.25``. */
  share?: number | string | null;
  /** Whether the plan gives the number or share as an approximation. */
  about?: boolean;
  /** The unit for which it is set, if for each of several (each district). */
  each?: Text | null;
  /** Whether it is set anew for each year of the plan, rather than by its end. */
  every_year?: boolean;
  /** The day by which it is to be reached; the plan's last day if left out. */
  by?: string | null;
  /** The stars that products must have, if the plan says so. */
  stars?: number[];
  /** What of a register it counts; left out where no register records it. A target within another counts among what that one counts. */
  measure?: Measure | null;
  /** Targets within it. */
  of_which?: Target[];
}

/** What one body is charged with. */
export interface Task {
  /** Who leads. */
  lead: Text;
  /** What it does. */
  what: Text;
  /** With whom. */
  partners?: Text[];
  /** When. */
  when?: string | Span | null;
  /** Paid from what, if the plan says so for this task. */
  budget?: Text | null;
}

/** Work of the programme's cycle, or a deadline. */
export interface Work {
  /** The work. */
  what: Text;
  /** Which step of the cycle it belongs to, if the plan says so. */
  step?: number | null;
  /** When it is done. */
  when?: string | Span | null;
  /** The day before which it is done. */
  before?: string | null;
}

/** Problems of a document. */
export type ProblemsDocument = ReportProblem[];

/** A problem as plain values. */
export interface ReportProblem {
  code: string;
  what: ReportText;
  why: ReportText;
  mend: ReportText;
  where: ReportWhere;
}

/** A place in a document, as far as known. */
export interface ReportWhere {
  file: string | null;
  line: number | null;
  column: number | null;
  path: (string | number)[];
  worksheet?: string;
}

/** A line of a register of cases. */
export type RegisterDocument = OpeningLine | FurtherLine;

/** A line that adds events to a case above it. */
export interface FurtherLine {
  /** The case's id in the register. */
  case: string;
  /** The version of the format. */
  format?: number;
  /** What happened, in its order. */
  events: Event[];
}

/** A line that opens a case. */
export interface OpeningLine {
  /** The case's id in the register. */
  case: string;
  /** The version of the format. */
  format: number;
  /** The product. */
  product: Product;
  /** The day on which it began, if known. */
  opened_on?: string | null;
  /** Options of readings to use instead of the books' own choices. */
  readings?: Record<string, string>;
  /** What happened, in its order. */
  events?: Event[];
}

/** A council's regulation. */
export type RegulationDocument = Regulation;

/** How many of the council's members must be present. */
export interface Quorum {
  /** At least so many. */
  least?: number;
  /** At least this share of them, exact: ``"3/4"``. */
  share?: number | string;
  /** Where it is written. */
  cite?: (string | Citation)[];
  /** Whose rule it is; the regulation's own if left out. */
  by?: Text | null;
}

/** How a council works, as far as its regulation says. */
export interface Regulation {
  /** Its short name. */
  id: string;
  /** Its name. */
  name: Text;
  /** The key of the tier of government whose council it is for; any if left out. */
  tier?: string | null;
  /** The routes it is for; all if empty. */
  routes?: ("first" | "upgrade" | "re-evaluation")[];
  /** The ids of the rule books under which it holds; all if empty. */
  rule_books?: string[];
  /** The province or district. */
  place?: string | null;
  /** How many members the council has. */
  size?: Size | null;
  /** How many must be present. */
  quorum?: Quorum | null;
  /** How far apart members' totals may be, and what follows beyond that. */
  spread?: Spread | null;
  /** How often the council scores. */
  rounds?: Rounds | null;
  /** Its answers to named readings, of councils (:func:`council_readings`) or of the rule book: ``aggregation``, ``tie``, ``gate-raised``, ``mean-rounding``, ``council-minimum`` … */
  rules?: Record<string, Ruling>;
  /** What isn't certain about this data. */
  doubts?: Doubt[];
  /** What this data rests on. */
  sources?: Text | null;
}

/** How often a council scores a product; the last time counts. */
export interface Rounds {
  /** How often. */
  count: number;
  /** Where it is written. */
  cite?: (string | Citation)[];
  /** Whose rule it is; the regulation's own if left out. */
  by?: Text | null;
}

/** A regulation's answer to a question that the decision leaves open. */
export interface Ruling {
  /** The key of the option. */
  choice: string;
  /** Where it is written. */
  cite?: (string | Citation)[];
  /** Whose rule it is; the regulation's own if left out. */
  by?: Text | null;
}

/** How many members a council has. */
export interface Size {
  /** At least. */
  least: number;
  /** At most. */
  most: number;
  /** Where it is written. */
  cite?: (string | Citation)[];
  /** Whose rule it is; the regulation's own if left out. */
  by?: Text | null;
}

/** How far apart members' totals may be. */
export interface Spread {
  /** The most points between the highest total and the lowest. */
  points: number;
  /** What follows beyond it: the members discuss and score again, or there is no result. */
  beyond?: "score-again" | "refuse";
  /** Where it is written. */
  cite?: (string | Citation)[];
  /** Whose rule it is; the regulation's own if left out. */
  by?: Text | null;
}

/** regulation.yaml of a rule book. */
export type RegulationsDocument = RegulationsFile;

/** What a decision fixes about councils; the content of ``regulation.yaml`` beside a rule book. */
export interface RegulationsFile {
  /** Its rules, by tier and route. */
  regulations: Regulation[];
}

/** A score, reported. */
export type ReportDocument = Report;

/** A score as plain values. */
export interface Report {
  format: 1;
  rule_book: string;
  digest: string;
  version: string;
  set: ReportSet;
  product: ReportProduct | null;
  points: number;
  max: number;
  stars: number | null;
  outcome: "rated" | "not-achieved" | "stopped" | "disqualified";
  parts: ReportSum[];
  sections: ReportSum[];
  criteria: ReportCriterion[];
  gates_raised: ReportGate[];
  minimums_missed: ReportMinimum[];
  findings: ReportFinding[];
  readings: ReportReading[];
  reasons: ReportText[];
}

/** The points of a criterion, with the answer in its canonical form. */
export interface ReportCriterion {
  code: string;
  name: ReportText;
  answer: string;
  points: number;
  max: number;
}

/** A gate that was raised. */
export interface ReportGate {
  key: string;
  kind: "disqualify" | "stop" | "requirement";
  text: ReportText;
  criterion: string | null;
  by: "sheet" | "scores" | null;
  reason: string;
}

/** A minimum level that was missed. */
export interface ReportMinimum {
  criterion: string;
  stars: number;
  required: string;
  points: number;
  name: ReportText;
}

/** The points of a part or of a section. */
export interface ReportSum {
  code: string;
  name: ReportText;
  points: number;
  max: number;
}

/** Scores of several files, reported. */
export type ScoresDocument = ReportOfFile[];

/** What ``ocopkit score --json`` says of one file: its score, or what is wrong with it. */
export interface ReportOfFile {
  file: string;
  report?: Report;
  problems?: ReportProblem[];
}

/** A criteria set of a rule book. */
export type SetDocument = SetFile;

/** A case of an either-or criterion as a file writes it; its key is its letter in order. */
export interface CaseFile {
  /** Which products it is for. */
  name: Text;
  /** Its ladder, lowest first. */
  levels: LevelFile[];
  /** The facts for which it is the product's case. */
  when?: Condition | null;
  /** The facts for which, in this case, not even the lowest printed level is reached. */
  below_when?: Condition | null;
}

/** A criterion as a file writes it. */
export interface CriterionFile {
  /** Its number on the form; left out in ``shared.yaml``. */
  code?: string | null;
  /** Its name in ``shared.yaml``; then only its code and its most points stand here. */
  shared?: string | null;
  /** Its name. */
  name?: Text | null;
  /** The most points. */
  max?: number | null;
  /** Its ladder, lowest first; an empty list where the form prints none. */
  levels?: LevelFile[] | null;
  /** The cases of an either-or criterion. */
  alternatives?: CaseFile[];
  /** The criteria under it, if it is only a heading. */
  criteria?: CriterionFile[];
  /** The star whose mark the form prints on the criterion itself. */
  marked_for?: 3 | 4 | 5 | null;
  /** How the form says to judge it. */
  hints?: Text[];
  /** Its gates, by name or in full. */
  gates?: (string | GateFile)[];
  /** The condition on which it is asked at all. */
  applies_when?: Applicability | null;
  /** Products it isn't asked of, which then get full marks. */
  exempt_when?: Text | null;
  /** Keys of the supporting papers that bear on it. */
  evidence?: string[];
  /** What isn't certain about it. */
  doubts?: Doubt[];
  /** Whether it is left to judgement. */
  judged?: boolean;
  /** Where the form prints no ladder, the facts for which all its points are given. */
  all_when?: Condition | null;
  /** The facts for which not even the lowest printed level is reached. */
  below_when?: Condition | null;
  /** Facts for which the form names no level, or two. */
  left_open?: LeftOpen[];
}

/** A gate as a file writes it. */
export interface GateFile {
  /** What it does. */
  kind: "disqualify" | "stop" | "requirement";
  /** What raises it, in Vietnamese. */
  vi: string;
  /** What raises it, in English. */
  en: string;
  /** The name by which a sheet raises it; its name in ``shared.yaml`` if left out. */
  key?: string | null;
  /** For a requirement, the reading that says what follows. */
  reading?: string | null;
  /** Codes of criteria; raised by itself if one of them scores 0. */
  zero_in?: string[];
}

/** A level as a file writes it: ``{points: 2, minimum_for: 3, vi: …, en: …}``. */
export interface LevelFile {
  /** What it is worth. */
  points: number;
  /** Its wording in Vietnamese. */
  vi: string;
  /** Its wording in English. */
  en: string;
  /** The star that needs at least this level. */
  minimum_for?: 3 | 4 | 5 | null;
  /** The facts for which it is reached. */
  when?: Condition | null;
}

/** A part as a set file writes it; its name stands in ``book.yaml``. */
export interface PartFile {
  /** ``A``, ``B`` or ``C``. */
  code: string;
  /** The most points. */
  max: number;
  /** Its sections. */
  sections: SectionFile[];
}

/** A section as a set file writes it. */
export interface SectionFile {
  /** Its number. */
  code: string;
  /** Its name. */
  name: Text;
  /** The most points. */
  max: number;
  /** Its criteria in the order of the form. */
  criteria: CriterionFile[];
  /** How the form says to judge the whole section. */
  hints?: Text[];
}

/** A file under ``sets/``. */
export interface SetFile {
  /** The set's number. */
  set: number;
  /** Its name in addresses and files, as in ``book.yaml``. */
  slug: string;
  /** Where the form stands. */
  cite: (string | Citation)[];
  /** Its parts. */
  parts: PartFile[];
  /** Gates on the dossier as a whole, by name or in full. */
  gates?: (string | GateFile)[];
  /** What isn't certain about the set. */
  doubts?: Doubt[];
}

/** shared.yaml of a rule book. */
export type SharedDocument = SharedFile;

/** ``shared.yaml``: what several sets have in common, by name. */
export interface SharedFile {
  /** Criteria, without a code. */
  criteria?: Record<string, CriterionFile>;
  /** Gates. */
  gates?: Record<string, GateFile>;
  /** The two levels of a criterion for which the form prints no ladder: none and all. */
  all_or_nothing?: Text[];
}

/** A score sheet. */
export type SheetDocument = SheetFile;

/** A score sheet as a file writes it. */
export interface SheetFile {
  /** The id of the rule book, such as ``qd-26-2026``. */
  rule_book: string;
  /** The criteria set, by slug or number. */
  set: number | string;
  /** An answer for each criterion by its code; empty where it isn't answered yet. */
  answers?: Record<string, string | number | null>;
  /** The gates that apply, by key, each with its reason. */
  raised?: Record<string, string> | null;
  /** The product. */
  product?: Product | null;
  /** The digest of the rule book that the sheet was filled against, if it is to be checked. */
  digest?: string | null;
  /** The version of the format; there is one, and it needn't be said. */
  format?: 1;
}

/** A place's supplement. */
export type SupplementDocument = SupplementFile;

/** A grade of a supplement. */
export interface Grade {
  /** 1 to 5, the highest best; a level's ``minimum_for`` names a grade by it. */
  number: number;
  /** Its name. */
  name: Text;
  /** The least points, included; the lowest grade begins at 0. */
  at_least: number;
}

/** A file under ``supplements/``. */
export interface SupplementFile {
  /** Its id, which is the file's name and begins with the place's. */
  id: string;
  /** What it is called. */
  name: Text;
  /** The paper that it sets down. */
  source: Source;
  /** The place, by name. */
  place: Place;
  /** The days on which it holds. */
  period: Period;
  /** The id of the rule book beside which it stands. */
  beside: string;
  /** The most points. */
  max: number;
  /** Its grades, in any order. */
  grades: Grade[];
  /** Its criteria, written as in a rule book's set files. */
  criteria: CriterionFile[];
  /** Numbers or slugs of the product sets that it is for; all if empty. */
  sets?: (number | string)[];
  /** Gates on the product as a whole. */
  gates?: GateFile[];
  /** Where in the paper the form stands. */
  cite?: (string | Citation)[];
  /** What isn't certain about it. */
  doubts?: Doubt[];
}

/** A translation of a place's documents. */
export type TranslationDocument = Translation;

/** Wordings in one more language; a file under ``translations/``. */
export interface Translation {
  /** Its id, which is the file's name and begins with the place's. */
  id: string;
  /** What it is called. */
  name: Text;
  /** The language's tag, such as ``"tyz"`` for Tày or ``"fr"`` for French. */
  language: string;
  /** The place whose translation it is, by name. */
  place: Place;
  /** The ids of the documents whose wordings it translates: rule books, or documents of its own pack. */
  of: string[];
  /** For each wording in Vietnamese, to the letter, what is shown instead. */
  texts: Record<string, string>;
  /** The paper that it sets down, if there is one. */
  source?: Source | null;
  /** What isn't certain about it. */
  doubts?: Doubt[];
}
