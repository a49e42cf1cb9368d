using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Surveys;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Features.Analyses;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Surveys;

/// <summary>People are asked, answer once, and are never known by it; what they said becomes a figure.</summary>
[TestFixture]
public sealed class SurveyTests
{
    private const string Cesis = "LV0026000";

    private ApiServer api = null!;
    private HttpClient coordinator = null!;
    private HttpClient elsewhere = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:RequestsPerMinute:Writes"] = "1000000" });
        await NewData.DefineAsync(api, "kindergarten-satisfaction");
        coordinator = api.With(await api.KeyAsync(new Granted("municipalCoordinator", Callers.CesisNow)));
        elsewhere = api.With(await api.KeyAsync(new Granted("municipalCoordinator", Callers.SmilteneNow)));
        using var made = await coordinator.SendAsync(Put("/v1/question-sets/kindergartens", Kindergartens));
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        coordinator.Dispose();
        elsewhere.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Answers_are_counted_once_hidden_where_few_and_become_a_figure()
    {
        var survey = await CreateAsync("whole", "tokens", population: 60);
        var tokens = (await SentAsync<SurveyTokens>(coordinator, HttpMethod.Post, $"/v1/surveys/{survey.Id}/tokens", new { count = 14 }, HttpStatusCode.OK)).Tokens;
        Assert.That(tokens, Is.Unique.And.Count.EqualTo(14));
        int?[] answers = [6, 5, 4, 4, 3, 6, 2, 5, 5, null, 4, 3];
        for (var person = 0; person < answers.Length; person++)
        {
            using var counted = await AnswerAsync(survey.Id, tokens[person], answers[person], person < 8 ? "young" : "old");
            Assert.That(counted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await counted.Content.ReadAsStringAsync());
        }
        using var twice = await AnswerAsync(survey.Id, tokens[0], 1, "old");
        using var early = await coordinator.GetAsync($"/v1/surveys/{survey.Id}/results");
        using var tooEarly = await PostAsync(coordinator, $"/v1/surveys/{survey.Id}/publication", new { reason = "Test" });
        await CloseAsync(survey.Id);
        using var late = await AnswerAsync(survey.Id, tokens[13], 1, "old");
        using var stranger = await api.Client.GetAsync($"/v1/surveys/{survey.Id}/results");
        var results = (await coordinator.GetFromJsonAsync<SurveyResults>($"/v1/surveys/{survey.Id}/results", Asked.Web))!;
        var published = await SentAsync<Survey>(coordinator, HttpMethod.Post, $"/v1/surveys/{survey.Id}/publication", new { reason = "Survey of spring" }, HttpStatusCode.OK);
        var again = await SentAsync<Survey>(coordinator, HttpMethod.Post, $"/v1/surveys/{survey.Id}/publication", new { reason = "Survey of spring" }, HttpStatusCode.OK);
        var open = (await api.Client.GetFromJsonAsync<SurveyResults>($"/v1/surveys/{survey.Id}/results", Asked.Web))!;
        using var @operator = api.With(api.OperatorKey());
        Import? import = null;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = await @operator.GetFromJsonAsync<Import>($"/v1/imports/{published.Import}", Asked.Web))!.FinishedAt is not null, "the import of the survey ends");

        var all = results.Questions[0].All;
        Assert.Multiple(() =>
        {
            Assert.That(new[] { twice.StatusCode, early.StatusCode, tooEarly.StatusCode, late.StatusCode, stranger.StatusCode },
                Is.EqualTo(new[] { HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.NotFound }));
            Assert.That((all.N, all.DontKnow, all.Mean), Is.EqualTo((11, 1, Math.Round(47.0 / 11, 4))));
            Assert.That(all.Distribution, Is.EqualTo(new[] { 0, 1, 2, 3, 3, 2 }));
            Assert.That(all.MarginOfError, Is.GreaterThan(0));
            Assert.That(results.ResponseRate, Is.EqualTo(Math.Round(12.0 / 14, 4)));
            Assert.That(results.Questions[0].Groups.Select(group => (group.Category, group.Figure.IsHidden, group.Figure.N)), Is.EqualTo(new (string?, bool, int?)[] { ("young", true, null), ("old", true, null), (null, false, 0) }));
            Assert.That((published.State, again.Import), Is.EqualTo(("published", published.Import)));
            Assert.That(open.Questions[0].All.Mean, Is.EqualTo(all.Mean));
            Assert.That(import!.State, Is.AnyOf("completed", "completedWithFindings"));
        });
        await api.RefreshAsync();
        var figure = await api.Client.GetStringAsync($"/v1/observations?indicator=kindergarten-satisfaction&territory={Cesis}&period=2025");
        Assert.That(figure, Does.Contain("4.2727").Or.Contain("4.3"));
    }

    [Test]
    public async Task Nothing_that_is_kept_links_an_answer_to_a_person_or_a_moment()
    {
        var survey = await CreateAsync("anonymous", "tokens");
        var token = (await SentAsync<SurveyTokens>(coordinator, HttpMethod.Post, $"/v1/surveys/{survey.Id}/tokens", new { count = 1 }, HttpStatusCode.OK)).Tokens[0];
        using var counted = await AnswerAsync(survey.Id, token, 5, "young");
        Assert.That(counted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await counted.Content.ReadAsStringAsync());
        var columns = await api.SqlAsync("select table_name || '.' || column_name from information_schema.columns where table_name in ('survey_token', 'survey_count') order by 1");
        var noted = await api.SqlAsync("select count(*)::text from audit_pending where action = 'survey.answer' and (address is not null or user_agent is not null or key_prefix is not null or trace_id is not null or actor <> 'survey')");

        Assert.That(columns.Select(row => row[0]), Is.EqualTo(new[]
        {
            "survey_count.answer", "survey_count.answers", "survey_count.category", "survey_count.group_code", "survey_count.question", "survey_count.survey_id",
            "survey_token.is_used", "survey_token.survey_id", "survey_token.token_hash",
        }));
        Assert.That(noted[0][0], Is.EqualTo("0"));
    }

    [Test]
    public async Task Of_many_who_send_one_token_at_once_one_is_counted()
    {
        var survey = await CreateAsync("at-once", "tokens");
        var token = (await SentAsync<SurveyTokens>(coordinator, HttpMethod.Post, $"/v1/surveys/{survey.Id}/tokens", new { count = 1 }, HttpStatusCode.OK)).Tokens[0];
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var answer = await AnswerAsync(survey.Id, token, 6, "old");
            return answer.StatusCode;
        }));

        Assert.That(answers.Count(status => status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Where(status => status != HttpStatusCode.NoContent), Is.All.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await api.SqlAsync($"select sum(answers)::text from survey_count where survey_id = {survey.Id} and group_code = '' and question = 'overall'"))[0][0], Is.EqualTo("1"));
    }

    [Test]
    public async Task What_is_wrong_with_an_answer_is_told_all_at_once_and_nothing_is_counted()
    {
        var survey = await CreateAsync("wrong", "tokens");
        using var wrong = await PostAsync(api.Client, $"/v1/surveys/{survey.Id}/answers", new
        {
            token = "", answers = new object[] { new { question = "overall", value = 7 }, new { question = "overall", value = 3 }, new { question = "food", value = 0 } },
            groups = new[] { new { group = "age", category = "middle" } },
        });
        using var unknown = await AnswerAsync(survey.Id, "not-a-token", 4, "old");
        var problem = (await wrong.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!;

        Assert.That(problem.Places(), Is.EquivalentTo(new[]
        {
            "/token required", "/answers out-of-range", "/answers/0/value out-of-range", "/answers/1/question repeated-code", "/answers/2/question unknown-code", "/answers/2/value out-of-range", "/groups/0/category unknown-code",
        }));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await api.SqlAsync($"select count(*)::text from survey_count where survey_id = {survey.Id}"))[0][0], Is.EqualTo("0"));
    }

    [Test]
    public async Task Counts_of_elsewhere_are_taken_whole_or_not_at_all()
    {
        var survey = await CreateAsync("elsewhere", "aggregates");
        int[] total = [2, 1, 3, 8, 14, 20, 12];
        object Body(int[] young) => new
        {
            invited = 200, answered = 60,
            counts = new object[] { new { question = "overall", answers = total }, new { question = "overall", group = "age", category = "young", answers = young } },
        };
        using var without = await coordinator.SendAsync(Put($"/v1/surveys/{survey.Id}/aggregates", Body([0, 0, 1, 2, 3, 4, 5])));
        using var more = await coordinator.SendAsync(Put($"/v1/surveys/{survey.Id}/aggregates", Body([9, 0, 0, 0, 0, 0, 0]), "*"));
        using var others = await elsewhere.SendAsync(Put($"/v1/surveys/{survey.Id}/aggregates", Body([0, 0, 1, 2, 3, 4, 5]), "*"));
        using var taken = await coordinator.SendAsync(Put($"/v1/surveys/{survey.Id}/aggregates", Body([0, 0, 1, 2, 3, 4, 5]), "*"));
        using var tokens = await PostAsync(coordinator, $"/v1/surveys/{survey.Id}/tokens", new { count = 1 });
        await CloseAsync(survey.Id);
        var results = (await coordinator.GetFromJsonAsync<SurveyResults>($"/v1/surveys/{survey.Id}/results", Asked.Web))!;

        Assert.Multiple(() =>
        {
            Assert.That(new[] { (int)without.StatusCode, (int)more.StatusCode, (int)others.StatusCode, (int)taken.StatusCode, (int)tokens.StatusCode }, Is.EqualTo(new[] { 428, 400, 403, 200, 409 }));
            Assert.That((results.Questions[0].All.N, results.Questions[0].All.DontKnow), Is.EqualTo((58, 2)));
            Assert.That(results.Questions[0].Groups.Select(group => (group.Category, group.Figure.IsHidden, group.Figure.N)), Is.EqualTo(new (string?, bool, int?)[] { ("young", false, 15), ("old", false, 0), (null, false, 43) }));
            Assert.That(results.Questions[1].All.IsHidden, Is.True, "nobody was asked it");
        });
    }

    [Test]
    public async Task A_set_of_questions_grows_by_versions_and_none_is_ever_changed()
    {
        using var made = await coordinator.SendAsync(Put("/v1/question-sets/growing", Kindergartens));
        using var blind = await coordinator.SendAsync(Put("/v1/question-sets/growing", Kindergartens));
        using var stale = await coordinator.SendAsync(Put("/v1/question-sets/growing", Kindergartens, "\"7-x\""));
        using var others = await elsewhere.SendAsync(Put("/v1/question-sets/growing", Kindergartens, "*"));
        using var first = await api.Client.GetAsync("/v1/question-sets/growing");
        using var next = await coordinator.SendAsync(Put("/v1/question-sets/growing", new { titleLv = "Cits", titleEn = "Other", audience = "residents", questions = new[] { new { code = "new", textLv = "Jauns?", textEn = "New?" } } }, first.Headers.ETag!.Tag));
        var (old, now) = ((await api.Client.GetFromJsonAsync<QuestionSet>("/v1/question-sets/growing?version=1", Asked.Web))!, (await api.Client.GetFromJsonAsync<QuestionSet>("/v1/question-sets/growing", Asked.Web))!);

        Assert.That(new[] { (int)made.StatusCode, (int)blind.StatusCode, (int)stale.StatusCode, (int)others.StatusCode, (int)next.StatusCode }, Is.EqualTo(new[] { 201, 428, 412, 403, 200 }));
        Assert.That((old.Version, old.Questions.Count, now.Version, now.Questions[0].Code), Is.EqualTo((1, 2, 2, "new")));
    }

    [Test]
    public async Task After_a_merger_the_coordinator_of_the_successor_goes_on_and_nobody_elses_does()
    {
        using var @operator = api.With(api.OperatorKey());
        using var madona = api.With(await api.KeyAsync(new Granted("municipalCoordinator", "madonas-novads-2025")));
        var survey = await SentAsync<Survey>(@operator, HttpMethod.Post, "/v1/surveys", Settings("tokens", territory: "LV0055000"), HttpStatusCode.Created);
        using var taken = await PostAsync(madona, $"/v1/surveys/{survey.Id}/tokens", new { count = 3 });
        using var refused = await PostAsync(coordinator, $"/v1/surveys/{survey.Id}/tokens", new { count = 3 });

        Assert.That((taken.StatusCode, refused.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden)));
    }

    [Test]
    public async Task A_coordinator_asks_in_the_own_municipality_only_and_the_wall_hides_what_is_not_published()
    {
        using var others = await PostAsync(elsewhere, "/v1/surveys", Settings("tokens"), "others");
        var survey = await CreateAsync("walled", "tokens");
        var again = await CreateAsync("walled", "tokens");
        using var reused = await PostAsync(coordinator, "/v1/surveys", Settings("aggregates"), "walled");

        Assert.That(others.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(again.Id, Is.EqualTo(survey.Id));
        Assert.That(reused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await api.SqlAsync("set role benchlearning_api; select c.survey_id::text from survey_count c join survey s using (survey_id) where s.published_at is null"), Is.Empty);
    }

    private static readonly object Kindergartens = new
    {
        titleLv = "Bērnudārzi", titleEn = "Kindergartens", audience = "users",
        questions = new object[]
        {
            new { code = "overall", textLv = "Cik apmierināti esat kopumā?", textEn = "How satisfied are you overall?", indicator = "kindergarten-satisfaction" },
            new { code = "opening-hours", textLv = "Cik apmierināti esat ar darba laiku?", textEn = "How satisfied are you with the opening hours?" },
        },
        groups = new[] { new { code = "age", nameLv = "Vecums", nameEn = "Age", categories = new[] { new { code = "young", nameLv = "līdz 30", nameEn = "up to 30" }, new { code = "old", nameLv = "virs 30", nameEn = "over 30" } } } },
    };

    private static object Settings(string mode, int? population = null, string territory = Cesis)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return new
        {
            territory, questionSet = "kindergartens", version = 1, titleLv = "Bērnudārzu aptauja", titleEn = "Survey of kindergartens", period = "2025", mode, population, source = "raim",
            opensOn = today.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), closesOn = today.AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private Task<Survey> CreateAsync(string key, string mode, int? population = null) => SentAsync<Survey>(coordinator, HttpMethod.Post, "/v1/surveys", Settings(mode, population), HttpStatusCode.Created, key);

    /// <summary>Lets the window of a survey end yesterday.</summary>
    private Task CloseAsync(long id) => api.SqlAsync($"update survey set opens_on = opens_on - 30, closes_on = closes_on - 30 where survey_id = {id}");

    private Task<HttpResponseMessage> AnswerAsync(long id, string token, int? value, string category) => PostAsync(api.Client, $"/v1/surveys/{id}/answers", new
    {
        token, answers = new[] { new { question = "overall", value } }, groups = new[] { new { group = "age", category } },
    });

    private static HttpRequestMessage Put(string path, object body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key ?? Guid.NewGuid().ToString("N") } } };
        return await client.SendAsync(request);
    }

    private static async Task<T> SentAsync<T>(HttpClient client, HttpMethod method, string path, object body, HttpStatusCode status, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key ?? Guid.NewGuid().ToString("N") } } };
        using var answer = await client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>(Asked.Web))!;
    }
}
