// What a form on a screen does with the types of ocopkit's documents.
import type {
  BoundsReport,
  PathReport,
  ProblemsDocument,
  ReportText,
  Report,
  SheetFile,
} from "./ocopkit.js";

type Lang = keyof ReportText;

export function answered(sheet: SheetFile, code: string, level: string): SheetFile {
  return { ...sheet, answers: { ...sheet.answers, [code]: level } };
}

export function headline(report: Report, lang: Lang): string {
  const stars = report.stars === null ? "–" : "★".repeat(report.stars);
  return `${report.set.name[lang]}: ${report.points}/${report.max} ${stars}`;
}

export function stillOpen(limits: BoundsReport, lang: Lang): string[] {
  return limits.unanswered.map((one) => `${one.code} ${one.name[lang]}`);
}

export function steps(path: PathReport, lang: Lang): string[] {
  return path.possible
    ? path.steps.map((step) => `${step.criterion}: ${step.from} → ${step.to}: ${step.wording[lang]}`)
    : path.obstacles.map((one) => one.text[lang]);
}

export function byField(problems: ProblemsDocument, lang: Lang): Map<string, string> {
  return new Map(problems.map((one) => [one.where.path.join("/"), one.what[lang]]));
}

export function mistakes(report: Report, sheet: SheetFile): void {
  // @ts-expect-error: a product may have no stars
  report.stars.toFixed();
  // @ts-expect-error: there is no such outcome
  report.outcome === "passed";
  // @ts-expect-error: texts are in Vietnamese and English
  report.set.name.fr;
  // @ts-expect-error: an answer is a level's key or its points
  sheet.answers = { "1.1": true };
  // @ts-expect-error: a sheet says its set
  const without: SheetFile = { rule_book: "qd-26-2026" };
  void without;
}
