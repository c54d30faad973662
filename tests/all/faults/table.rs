//! The faults. To add one, add a row: file, what stands there once, what takes its place, and
//! the rules that must find it, each with words of the line, if it is not the line of the edit.

use super::Fault;

const HOME: &str = "index.html";
const ARTICLE: &str = "article/index.html";
const FORM: &str = "form.html";
const GERMAN: &str = "de/index.html";
const DRAWING: &str = "leaf.svg";
const SHEET: &str = "style.css";

const fn fault(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    found: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault { file, edit: (from, to), found }
}

#[rustfmt::skip]
pub(super) const FAULTS: &[Fault] = &[
    // Names of images, links, buttons, fields and the like.
    fault(ARTICLE, " alt=\"A leaf of valerian\"", "", &[("a11y/image-name", "")]),
    fault(ARTICLE, "alt=\"A leaf of valerian\"", "title=\" \"", &[("a11y/image-name", "")]),
    fault(ARTICLE, "<title id=\"curve-name\">Sleep gets lighter towards morning</title>", "", &[("a11y/drawing-name", "aria-labelledby=\"curve-name\"")]),
    fault(ARTICLE, "id=\"curve-name\">Sleep gets lighter towards morning<", "id=\"curve-name\"><", &[("a11y/drawing-name", "aria-labelledby=\"curve-name\"")]),
    fault(ARTICLE, " aria-label=\"Four stars of five\"", "", &[("a11y/image-name", "")]),
    fault(ARTICLE, "alt=\"\" width=\"16\"", "alt=\"\" tabindex=\"0\" width=\"16\"", &[("a11y/decoration-exposed", "")]),
    fault(HOME, "alt=\"How sleep works\"", "alt=\"\"", &[("a11y/link-name", "")]),
    fault(HOME, ">Ask us<", "><", &[("a11y/link-name", "")]),
    fault(HOME, ">Hours by age<", ">here<", &[("a11y/link-text", "")]),
    fault(HOME, ">Words that doctors use<", ">Read more<", &[("a11y/link-text", "")]),
    fault(HOME, "Who writes this", "", &[("a11y/summary-name", "")]),
    fault(FORM, "<label for=\"name\">", "<label for=\"nane\">", &[("a11y/field-name", "id=\"name\"")]),
    fault(FORM, "<input id=\"mail\"", "<input id=\"email\"", &[("a11y/field-name", "")]),
    fault(FORM, "<label for=\"topic\">Topic</label>", "Topic", &[("a11y/field-name", "<select")]),
    fault(FORM, "<label for=\"words\">Your question</label>", "<label for=\"words\"></label>", &[("a11y/field-name", "<textarea")]),
    fault(FORM, "value=\"well\"> Well</label>", "value=\"well\"></label> Well", &[("a11y/field-name", "")]),
    fault(FORM, "<span id=\"copies\">", "<span id=\"copy\">", &[("a11y/field-name", "role=\"spinbutton\"")]),
    fault(FORM, " aria-label=\"Send question\">Send<", "><", &[("a11y/button-name", "")]),
    fault(FORM, "aria-label=\"Send question\"", "aria-label=\"Submit form\"", &[("a11y/label-in-name", "")]),
    fault(FORM, "alt=\"Send as a picture\"", "alt=\"\"", &[("a11y/image-button-name", "")]),
    fault(FORM, "value=\"Start again\"", "value=\"\"", &[("a11y/button-name", "")]),
    fault(FORM, "Print the form", "", &[("a11y/menuitem-name", "")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<iframe src=\"../form.html\"></iframe>", &[("a11y/frame-name", "")]),

    // The page, its language and its title.
    fault(HOME, "<title>Sleep and rest</title>", "", &[("a11y/page-title", "<html")]),
    fault(HOME, "<title>Sleep and rest<", "<title> <", &[("a11y/page-title", "")]),
    fault(HOME, "<html lang=\"en\">", "<html>", &[("a11y/page-language", "")]),
    fault(GERMAN, "<html lang=\"de\">", "<html lang=\"\">", &[("a11y/page-language", "")]),
    fault(HOME, "<html lang=\"en\">", "<html lang=\"english\">", &[("a11y/page-language-known", "")]),
    fault(HOME, "<html lang=\"en\">", "<html lang=\"en\" xml:lang=\"fr\">", &[("a11y/page-language-agrees", "")]),
    fault(ARTICLE, "<span lang=\"de\">", "<span lang=\"german\">", &[("a11y/part-language", "")]),
    fault(ARTICLE, "<blockquote lang=\"fr\"", "<blockquote lang=\"xx-yy\"", &[("a11y/part-language", "")]),
    fault(HOME, "width=device-width, initial-scale=1", "width=device-width, user-scalable=no", &[("a11y/viewport", "")]),
    fault(HOME, "initial-scale=1", "maximum-scale=1.5", &[("a11y/viewport", "")]),
    fault(HOME, "<meta charset=\"utf-8\">", "<meta http-equiv=\"refresh\" content=\"30; url=article/\">", &[("a11y/refresh", "")]),
    fault(HOME, "<meta charset=\"utf-8\">", "<meta http-equiv=\"refresh\" content=\"80000\">", &[("a11y/refresh-late", "")]),

    // Headings.
    fault(ARTICLE, "<h3>Naps</h3>", "<h4>Naps</h4>", &[("a11y/heading-order", "")]),
    fault(HOME, "<h2 id=\"start\">Where to start</h2>", "<h3 id=\"start\">Where to start</h3>", &[("a11y/heading-order", "")]),
    fault(ARTICLE, "<h3>Naps</h3>", "<h3></h3>", &[("a11y/heading-name", "")]),
    fault(ARTICLE, "<h2 id=\"pictures\">Pictures<", "<h2 id=\"pictures\"><img src=\"../leaf.svg\" alt=\"\"><", &[("a11y/heading-name", "")]),

    // Tables.
    fault(ARTICLE, "id=\"winter\" scope=\"col\"", "id=\"cold\" scope=\"col\"", &[("a11y/headers-attribute", "child winter")]),
    fault(ARTICLE, "headers=\"child summer\"", "headers=\"child pictures\"", &[("a11y/headers-attribute", "")]),
    fault(ARTICLE, "<th scope=\"row\">Adults</th><td>7</td>", "<th scope=\"column\">Adults</th><td>7</td>", &[("a11y/scope", "")]),
    fault(ARTICLE, "<td>8</td><td>10</td></tr>", "<td>8</td><td>10</td></tr>\n<tr><th scope=\"row\">Babies</th></tr>", &[("a11y/header-cells", "Babies")]),
    fault(ARTICLE, "<th scope=\"col\">Most</th>", "<th scope=\"col\">Most</th><th scope=\"col\">Notes</th>", &[("a11y/header-cells", "")]),

    // Identifiers, order and focus.
    fault(FORM, "<p id=\"mail-hint\">", "<p id=\"mail-hint\">Write it twice.</p><p id=\"mail-hint\">", &[("a11y/duplicate-id", "Write it twice")]),
    fault(FORM, "<textarea id=\"words\"", "<textarea id=\"topic\"", &[("a11y/duplicate-id", "<textarea"), ("a11y/field-name", "<textarea")]),
    fault(FORM, "role=\"menuitem\" tabindex=\"0\"", "role=\"menuitem\" tabindex=\"2\"", &[("a11y/tab-order", "")]),
    fault(FORM, "<p>~ ~ ~</p>", "<p><a href=\"thanks.html\">~ ~ ~</a></p>", &[("a11y/hidden-focus", "")]),
    fault(FORM, "<p><button type=\"submit\"", "<p aria-hidden=\"true\"><button type=\"submit\"", &[("a11y/hidden-focus", "")]),

    // ARIA.
    fault(ARTICLE, "<div role=\"group\"", "<div role=\"grupp\"", &[("a11y/role", "")]),
    fault(HOME, "aria-current=\"page\"", "aria-currant=\"page\"", &[("a11y/aria-attribute", "")]),
    fault(HOME, "aria-current=\"page\"", "aria-current=\"pages\"", &[("a11y/aria-value", "")]),
    fault(FORM, "aria-checked=\"true\"", "aria-checked=\"yes\"", &[("a11y/aria-value", "")]),
    fault(FORM, " aria-checked=\"false\"", "", &[("a11y/aria-required", "")]),
    fault(ARTICLE, " aria-valuenow=\"7\"", "", &[("a11y/aria-required", "")]),
    fault(ARTICLE, "<p id=\"note\">", "<p id=\"note\" aria-checked=\"true\">", &[("a11y/aria-permitted", "")]),
    fault(HOME, "<h1>", "<h1 aria-expanded=\"true\">", &[("a11y/aria-permitted", "")]),
    fault(ARTICLE, "<div role=\"list\" aria-label=\"Steps\">", "<div>", &[("a11y/aria-context", "same time"), ("a11y/aria-context", "room dark")]),
    fault(FORM, "<ul role=\"menu\" aria-label=\"More\">\n<li role=\"menuitem\"", "<ul role=\"menu\" aria-label=\"More\">\n<li role=\"listitem\"", &[("a11y/aria-owned", "role=\"menu\"")]),
    fault(FORM, ">E-mail</span>", "><a href=\"thanks.html\">E-mail</a></span>", &[("a11y/presentational-children", "")]),
    fault(FORM, "autocomplete=\"email\"", "autocomplete=\"e-mail\"", &[("a11y/autocomplete", "")]),
    fault(FORM, "autocomplete=\"name\"", "autocomplete=\"bday-year work\"", &[("a11y/autocomplete", "")]),

    // Structure: landmarks, lists, links, media, colours.
    fault(HOME, "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n", "", &[("a11y/skip-link", "<main")]),
    fault(HOME, "<main id=\"main\">\n<h1>", "<div id=\"main\">\n<h1>", &[("a11y/main-landmark", "<body")]),
    fault(HOME, "<footer>", "<main><p>More.</p></main>\n<footer>", &[("a11y/main-landmark", "More.")]),
    fault(HOME, "<footer>", "<p>Stray words.</p>\n<footer>", &[("a11y/outside-landmarks", "Stray words")]),
    fault(ARTICLE, "<nav aria-labelledby=\"on-this-page\">", "<nav aria-label=\"Main\">", &[("a11y/landmark-name", "")]),
    fault(HOME, "<h1>Sleep and rest</h1>", "<p>Sleep and rest</p>", &[("a11y/page-heading", "<body")]),
    fault(HOME, "<h2 id=\"start\">Where to start</h2>", "<h1 id=\"start\">Where to start</h1>", &[("a11y/page-heading", "")]),
    fault(ARTICLE, "<caption>Hours of sleep in a day</caption>\n", "", &[("a11y/table-name", "<table>\n<thead>")]),
    fault(ARTICLE, "<li><a href=\"#table\">Hours by age</a></li>", "<a href=\"#table\">Hours by age</a>", &[("a11y/list", "")]),
    fault(HOME, "<details>", "<li>Nobody else</li><details>", &[("a11y/list", "")]),
    fault(ARTICLE, "<dt>REM</dt>", "<p>REM</p>", &[("a11y/definition-list", "")]),
    fault(ARTICLE, "<dt>REM</dt>", "", &[("a11y/definition-list", "<dd>The part")]),
    fault(HOME, "<a href=\"article/\">How sleep works</a>", "<a href=\"article/\">How sleep <button>works</button></a>", &[("a11y/nested-controls", "")]),
    fault(HOME, ">Ask us<", ">How sleep works<", &[("a11y/link-same-text", "")]),
    fault(HOME, "<li><a href=\"article/#table\">", "<li><a accesskey=\"h\" href=\"./\">Back home</a> <a accesskey=\"h\" href=\"article/#table\">", &[("a11y/accesskey", "")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<p>Qui dort dine.</p>\n<video controls src=\"rest.mp4\"></video>", &[("a11y/media-alternative", "<video")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<p>Qui dort dine.</p>\n<audio controls autoplay src=\"rest.mp4\"></audio>", &[("a11y/autoplay", "<audio"), ("a11y/media-alternative", "<audio")]),
    fault(HOME, "<p>Most adults", "<p style=\"color: #999; background: #fff\">Most adults", &[("a11y/contrast", "")]),
    fault(HOME, "<link rel=\"icon\"", "<style>h2 { color: #ccc; background-color: white }</style><link rel=\"icon\"", &[("a11y/contrast", "Where to start")]),
    fault(FORM, "<title>Ask us", "<title>Thank you", &[("a11y/title-unique", ""), ("a11y/title-unique", "thanks.html: <title>")]),

    // Spacing that a reader cannot change.
    fault(HOME, "<p>Most adults", "<p style=\"letter-spacing: 0.01em !important\">Most adults", &[("a11y/letter-spacing", "")]),
    fault(HOME, "<p>Most adults", "<p style=\"word-spacing: 0 !important\">Most adults", &[("a11y/word-spacing", "")]),
    fault(HOME, "<p>Most adults", "<p style=\"line-height: 1 !important\">Most adults", &[("a11y/line-height", "")]),

    // What runs, loads, watches or sends.
    fault(HOME, "<p>Most adults", "<p onclick=\"more()\">Most adults", &[("published/handler", "")]),
    fault(HOME, "<body>", "<body\n onload=\"count()\">", &[("published/handler", "onload")]),
    fault(HOME, "<link rel=\"icon\"", "<script>count()</script><link rel=\"icon\"", &[("published/script", "")]),
    fault(HOME, "</footer>", "<script type=\"module\" src=\"count.js\"></script></footer>", &[("published/script", "")]),
    fault(HOME, "<a href=\"form.html\">", "<a href=\"javascript:ask()\">", &[("published/script-address", "")]),
    fault(HOME, "<a href=\"form.html\">", "<a href=\" java&#10;script:ask()\">", &[("published/script-address", "")]),
    fault(HOME, "<a href=\"form.html\">", "<a href=\"data:text/html,x\">", &[("published/script-address", "")]),
    fault(HOME, "<img src=\"leaf.svg\"", "<img src=\"https://example.net/leaf.svg\"", &[("published/off-origin", "")]),
    fault(HOME, "href=\"style.css\"", "href=\"//fonts.example.net/css?family=Plain\"", &[("published/off-origin", "")]),
    fault(ARTICLE, "../leaf-2.svg 2x", "https://example.net/leaf.svg 2x", &[("published/off-origin", "")]),
    fault(HOME, "<link rel=\"icon\"", "<style>@font-face { font-family: P;\nsrc: url(https://example.net/p.woff2) }</style><link rel=\"icon\"", &[("published/off-origin", "https://example.net/p.woff2")]),
    fault(HOME, "<p>Most adults", "<p style=\"background: url(https://example.net/p.png)\">Most adults", &[("published/off-origin", "")]),
    fault(HOME, "</footer>", "<p><img src=\"https://example.net/seen.gif\" alt=\"\" width=\"1\" height=\"1\"></p></footer>", &[("published/tracking", "")]),
    fault(FORM, "action=\"thanks.html\"", "action=\"https://example.net/ask\"", &[("published/form", "")]),
    fault(FORM, "<button type=\"submit\"", "<button formaction=\"https://example.net/ask\" type=\"submit\"", &[("published/form", "")]),
    fault(HOME, "<a href=\"article/\">How sleep works</a>", "<a href=\"article/\" ping=\"https://example.net/seen\">How sleep works</a>", &[("published/tracking", "")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<p>Qui dort dine.</p>\n<object data=\"https://example.net/a.swf\"></object>", &[("published/off-origin", "<object")]),

    // Addresses that lead nowhere.
    fault(HOME, "href=\"#main\"", "href=\"#mian\"", &[("published/missing-part", "")]),
    fault(HOME, "href=\"article/#terms\"", "href=\"article/#term\"", &[("published/missing-part", "")]),
    fault(HOME, "<a href=\"form.html\">", "<a href=\"forms.html\">", &[("published/missing-file", "")]),
    fault(HOME, "<a href=\"article/\"><img", "<a href=\"/articles/\"><img", &[("published/missing-file", "")]),
    fault(HOME, "<img src=\"leaf.svg\"", "<img src=\"leaf.png\"", &[("published/missing-file", "")]),
    fault(HOME, "href=\"style.css\"", "href=\"styles.css\"", &[("published/missing-file", "")]),
    fault(HOME, "type=\"application/atom+xml\" title=\"News\" href=\"feed.xml\"", "type=\"application/atom+xml\" title=\"News\" href=\"atom.xml\"", &[("published/missing-file", "")]),
    fault(HOME, "hreflang=\"de\" href=\"https://example.org/de/\"", "hreflang=\"de\" href=\"https://example.org/de-at/\"", &[("published/missing-file", "")]),
    fault(ARTICLE, "<link rel=\"canonical\" href=\"https://example.org/article/\">", "<link rel=\"canonical\" href=\"https://example.org/artikel/\">", &[("published/missing-file", "")]),
    fault(ARTICLE, "../leaf-2.svg 2x", "\n  ../leaf-3.svg 2x", &[("published/missing-file", "../leaf-3.svg")]),
    fault(ARTICLE, "<source srcset=\"../leaf-2.svg\"", "<source srcset=\"../leaves.svg\"", &[("published/missing-file", "")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<p>Qui dort\ndine.</p>\n<video controls src=\"rest.mp4\" poster=\"leaf.svg\"></video>", &[("published/missing-file", "<video")]),
    fault(ARTICLE, "<p>Qui dort dine.</p>", "<video controls><source src=\"rest.mp4\">\n<track kind=\"captions\" src=\"captions.vtt\" srclang=\"fr\"></video>", &[("published/missing-file", "captions.vtt")]),
    fault(ARTICLE, "cite=\"../form.html\"", "cite=\"../book.html\"", &[("published/missing-file", "")]),
    fault(ARTICLE, "<h2 id=\"pictures\">Pictures</h2>", "<h2>Pictures</h2>", &[("published/missing-part", "href=\"#pictures\"")]),
    fault(FORM, "action=\"thanks.html\"", "action=\"thank.html\"", &[("published/missing-file", "")]),
    fault("old.html", "<meta charset=\"utf-8\">", "<meta http-equiv=\"refresh\" content=\"0; url=artikel/\">", &[("published/missing-file", "")]),
    fault("feed.xml", "<link href=\"https://example.org/article/\"/>", "<link href=\"https://example.org/a/\"/>", &[("published/missing-file", "")]),
    fault("sitemap.xml", "<loc>https://example.org/form.html</loc>", "<loc>https://example.org/forms/</loc>", &[("published/missing-file", "")]),
    fault("robots.txt", "sitemap.xml", "map.xml", &[("published/missing-file", "")]),
    fault(SHEET, "url(leaf.svg)", "url(leaves.svg)", &[("published/missing-file", "")]),
    fault(SHEET, "url(\"plain.woff2\")", "url(\"https://fonts.example.com/plain.woff2\")", &[("published/style-sheet", "")]),
    fault(SHEET, "body {", "@import url(//example.com/reset.css);\nbody {", &[("published/style-sheet", "@import")]),
    fault(SHEET, "@font-face", "@import 'print.css';\n@font-face", &[("published/missing-file", "")]),

    // Drawings.
    fault(DRAWING, "<use href=\"#green\"/>", "<use href=\"#greens\"/>", &[("published/missing-part", "")]),
    fault(DRAWING, "<use href=\"#green\"/>", "<script>alert(1)</script>", &[("published/drawing", "")]),
    fault(DRAWING, "<path d=", "<path onclick=\"x()\" d=", &[("published/drawing", "")]),
    fault(DRAWING, "<use href=\"#green\"/>", "<image href=\"https://example.com/a.png\"/>", &[("published/drawing", "")]),
    fault(DRAWING, "<use href=\"#green\"/>", "<a href=\"javascript:x()\"><circle r=\"1\"/></a>", &[("published/drawing", "")]),
    fault(DRAWING, "fill=\"url(#green)\"", "fill=\"url(https://example.com/a.svg#green)\"", &[("published/drawing", "")]),
];
