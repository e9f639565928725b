import { AlignmentType, Header, ImportedXmlComponent, Paragraph, TextRun } from 'docx'
import { MARK } from '../../shared/world.ts'

/** Pale enough to read through, dark enough to be seen on a copy. */
const GREY = '#c8c8c8'

/** WordArt across the page, as Word makes it itself; docx has no part of its own for it. */
const WORD_ART = `<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="TdExerciseMark" type="#_x0000_t136" alt="${MARK.vi}" style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:105pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:page;mso-position-vertical:center;mso-position-vertical-relative:page" fillcolor="${GREY}" stroked="f">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Times New Roman&quot;;font-weight:bold" string="${MARK.vi}"/></v:shape></w:pict>`

class WordArt extends TextRun {
  constructor() {
    super({})
    this.addChildElement(ImportedXmlComponent.fromXmlString(WORD_ART.replaceAll('\n', '')))
  }
}

/** What stands in a DOCX's header on every page that an exercise makes: what it is in words, and across the page. */
export const markParagraphs = (line: string): Paragraph[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ text: line, bold: true, size: 18 }), new WordArt()],
  }),
]
/** A whole header of it. `line` as `markLine` gives it. */
export const docxMark = (line: string): { headers: { default: Header } } => ({
  headers: { default: new Header({ children: markParagraphs(line) }) },
})

/** The same for a PDF. `above`: how far from the page's edge, in points. */
export const pdfMark = (line: string, above = 8) => ({
  watermark: { text: MARK.vi, color: GREY, opacity: 0.45, bold: true, angle: -45, fontSize: 110 },
  line: {
    text: line,
    bold: true,
    fontSize: 9,
    alignment: 'center' as const,
    margin: [24, above, 24, 0] as Sides,
  },
})
type Sides = [number, number, number, number]
