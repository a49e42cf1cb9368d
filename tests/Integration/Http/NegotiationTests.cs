using System.Net;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Which format and language an answer has, and what is said when none of the asked ones is offered.</summary>
[TestFixture]
public sealed class NegotiationTests
{
    private const string Observations = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";

    private static ApiServer Api => SharedServer.Api;

    [TestCase(null, "application/json")]
    [TestCase("*/*", "application/json")]
    [TestCase("text/csv", "text/csv")]
    [TestCase("TEXT/CSV; header=present", "text/csv")]
    [TestCase("application/json;q=0.5, text/csv", "text/csv")]
    [TestCase("application/json;q=0.5, text/csv;q=0.4", "application/json")]
    [TestCase("text/*", "text/csv")]
    [TestCase("text/*;q=0.9, application/vnd.json-stat+json;q=0.8", "text/csv")]
    [TestCase("application/json;q=0, */*", "application/vnd.json-stat+json")]
    [TestCase("application/json;q=0, text/csv;q=0, */*;q=0.1", "application/vnd.json-stat+json")]
    [TestCase("*/*;q=0.1, application/vnd.json-stat+json", "application/vnd.json-stat+json")]
    [TestCase("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/json")]
    [TestCase("application/problem+json, application/json", "application/json")]
    public async Task Accept_chooses_by_quality_then_by_how_specific_it_is(string? accept, string mediaType)
    {
        using var answer = await (accept is null ? Api.AskAsync(Observations) : Api.AskAsync(Observations, ("Accept", accept)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(mediaType));
    }

    [TestCase("image/png")]
    [TestCase("application/xml")]
    [TestCase("text/csv;q=0")]
    [TestCase("*/*;q=0")]
    [TestCase("not a media type")]
    [TestCase("application/")]
    [TestCase("/")]
    [TestCase(",")]
    public async Task What_is_not_offered_is_refused_and_what_is_offered_named(string accept)
    {
        using var answer = await Api.AskAsync(Observations, ("Accept", accept), ("Origin", "https://example.lv"));
        var problem = await answer.ProblemAsync(HttpStatusCode.NotAcceptable);

        Assert.That(problem.Allowed(), Is.EqualTo(new[] { "application/json", "application/vnd.json-stat+json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }));
        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    /// <summary>Reads whose address names their format.</summary>
    private static readonly string[] OneFormat = ["/v1/openapi.", "/v1/release-feed"];

    [Test]
    public async Task Every_read_refuses_a_format_that_it_does_not_offer()
    {
        foreach (var route in Route.Reads(Api).Where(route => !OneFormat.Any(route.Pattern.StartsWith)))
        {
            using var answer = await Api.AskAsync(route.Address, ("Accept", "audio/ogg"));
            var problem = await answer.ProblemAsync(HttpStatusCode.NotAcceptable);
            Assert.That(problem.Allowed(), Does.Contain("application/json"), route.Address);
        }
    }

    [TestCase("json", "application/json")]
    [TestCase("json-stat", "application/vnd.json-stat+json")]
    [TestCase("csv", "text/csv")]
    [TestCase("excel-lv", "text/csv")]
    [TestCase("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task The_format_parameter_wins_over_Accept(string format, string mediaType)
    {
        using var answer = await Api.AskAsync($"{Observations}&format={format}", ("Accept", "image/png"));

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(mediaType));
    }

    [TestCase("xml")]
    [TestCase("JSON")]
    [TestCase("svg")]
    [TestCase("json,csv")]
    public async Task An_unknown_format_is_refused_and_the_known_ones_named(string format)
    {
        using var answer = await Api.AskAsync($"{Observations}&format={format}");
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.Findings(), Is.EqualTo(new[] { "format unknown-value" }));
        Assert.That(problem.Allowed(), Is.EqualTo(new[] { "json", "json-stat", "csv", "excel-lv", "xlsx" }));
    }

    [TestCase(null, null, "lv")]
    [TestCase(null, "en", "en")]
    [TestCase(null, "en-GB,en;q=0.9", "en")]
    [TestCase(null, "lv;q=0.5, en;q=0.4", "lv")]
    [TestCase(null, "en;q=0.4, lv;q=0.5", "lv")]
    [TestCase(null, "en, lv", "en")]
    [TestCase(null, "lv-LV, en", "lv")]
    [TestCase(null, "de, fr;q=0.5", "lv")]
    [TestCase(null, "de, en;q=0.1", "en")]
    [TestCase(null, "*", "lv")]
    [TestCase(null, "lv;q=0, *;q=0.5", "en")]
    [TestCase(null, "enm, lvx", "lv")]
    [TestCase(null, ";;q=;", "lv")]
    [TestCase("en", "lv", "en")]
    [TestCase("lv", "en", "lv")]
    public async Task The_language_follows_lang_then_Accept_Language(string? lang, string? accepted, string language)
    {
        foreach (var address in new[] { "/v1/indicators/unemployment-rate", "/v1/territories/LV9999999" })
        {
            var asked = lang is null ? address : $"{address}?lang={lang}";
            using var answer = await (accepted is null ? Api.AskAsync(asked) : Api.AskAsync(asked, ("Accept-Language", accepted)));
            var body = await answer.JsonAsync();
            Assert.Multiple(() =>
            {
                Assert.That(answer.Header("Content-Language"), Is.EqualTo(language));
                Assert.That(body.TryGetProperty("name", out var name) ? name.GetString() : body.GetProperty("title").GetString(),
                    Is.EqualTo(answer.IsSuccessStatusCode ? (language == "en" ? "Unemployment rate" : "Bezdarba līmenis") : language == "en" ? "Not found" : "Nav atrasts"));
            });
        }
    }

    [TestCase("EN")]
    [TestCase("de")]
    [TestCase("en-GB")]
    public async Task An_unknown_language_is_refused_in_the_language_of_Accept_Language(string lang)
    {
        using var answer = await Api.AskAsync($"/v1/topics?lang={lang}", ("Accept-Language", "en"));
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.Findings(), Is.EqualTo(new[] { "lang unknown-value" }));
        Assert.That(problem.Allowed(), Is.EqualTo(new[] { "lv", "en" }));
        Assert.That(problem.GetProperty("title").GetString(), Is.EqualTo("The request is not valid"));
        Assert.That(answer.Header("Content-Language"), Is.EqualTo("en"));
    }
}
