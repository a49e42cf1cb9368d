using Benchlearning.Api.Platform.Http;
using Microsoft.OpenApi;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>What the contract says of itself.</summary>
internal static class DocumentInfo
{
    public static readonly OpenApiInfo Info = new()
    {
        Title = "Benchlearning API",
        Version = ServiceOptions.ApiVersion,
        Summary = "Latvian municipalities compared on facts: indicators through 20 years of reforms, and methods over them.",
        Description = """
            Benchlearning ("mācīties salīdzinot") lets a municipality compare itself with similar ones on facts and learn from those who do better.

            **First question.** How does the unemployment of Cēsis municipality compare with similar municipalities in 2013?
            Open *Comparisons*, `GET /v1/comparisons`, and press Execute.

            **Rules worth knowing**
            - A missing value is `null` with a reason, never zero.
            - A territory is named by its code, `LV` and seven digits; a code of any vintage selects its identity. Names are never identity: forty names occur both before and after the reform of 2021.
            - Nothing is overwritten: `asOf=` answers as the service would have answered then.
            - `boundaries=2021-07-01` carries figures across a reform by each indicator's declared rule, or says why it cannot.
            - Every answer has a strong `ETag`; send it as `If-None-Match` and pay little.
            - Refusals are problem documents (RFC 9457): every finding at once, each with the nearest right value.
            """,
        Contact = new OpenApiContact { Name = "Latvian Association of Local and Regional Governments", Url = new Uri("https://www.lps.lv"), Email = "lps@lps.lv" },
        License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
    };

    public static readonly IReadOnlyList<(string Name, string Description)> Tags =
    [
        ("Comparisons", "Where a municipality stands among similar ones: one indicator, a profile of many, a trend over years; as numbers and as pictures."),
        ("Analyses", "Methods with their uncertainty, over figures of the database or numbers of your own: positions, relations, efficiency. They change nothing, but where an answer is to be stored; stored ones are read, repeated and removed here."),
        ("Engagement", "How those who decide are informed: a briefing of a municipality for its council, which can be kept as it is, and one of a network, as JSON, HTML or PDF."),
        ("Surveys", "What people are asked and how they answered: frozen sets of questions, one-time tokens that nobody is known by, results with small groups hidden."),
        ("Jobs", "Long calculations that go on by themselves: how far they are, what came of them, and how to cancel one. Any method of analysis makes one, where Prefer: respond-async asks for it."),
        ("Aggregates", "Figures of declared groups over figures that are not public, checked so that none of these can be worked out."),
        ("Practices", "What municipalities do well: found by words in Latvian and English, with whom to call, and who took it over with which effect. Writing needs a role."),
        ("Plans", "What municipalities mean to improve: targets, decisions, actions, follow-ups, and what came of it against the group. Writing needs a role."),
        ("Observations", "The numbers: any selection of indicators, territories and periods, in JSON, JSON-stat, CSV and XLSX."),
        ("Indicators", "What is measured, in which unit, by which definition, from which source."),
        ("Territories", "Municipalities through the reforms: who was who when, who became whom, and groups to compare within."),
        ("Changes", "What changed, in one order for ever, and figures that prove that a copy equals the original."),
        ("Releases", "The calendar of what becomes public when."),
        ("Imports", "How data comes in: uploads, their progress, and what was found in them. Needs a role that sends data, or an administrator."),
        ("Stewardship", "What waits for a person: names that nobody has mapped, values in quarantine, and corrections. Needs an administrator, but for the rules that values are held to."),
        ("Sync", "Data that are fetched by themselves: where from, when, and what became of it. Reading needs the role of a source system or of an administrator; starting a run, an administrator."),
        ("Webhooks", "Receivers that are told at once when something changes, and what became of the messages to them. Needs an administrator."),
        ("Access", "Who may come in, and as what: who I am, organisations, networks, clients and their keys, and roles. Needs an administrator, but for who I am and the networks that I see."),
        ("Networks", "Cooperation networks at work: cycles by a versioned model with guarded moves, members and people, meetings with minutes, sets of indicators, collection, tasks, analyses and choices. For the network; of public ones cycles and meetings for whoever may come in."),
        ("Audit", "Who did and who read what, chained so that a change is found; and what is kept about persons. Needs the role auditor or administrator, but for one's own data."),
        ("Service", "Limits, formats, code lists and licences."),
    ];
}
