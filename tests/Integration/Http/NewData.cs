using System.Text;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Engagement;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Stewardship;
using Benchlearning.Api.Features.Networks;
using Benchlearning.Api.Features.Plans;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Features.Surveys;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Features.Webhooks;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Contracts.V1.Engagement;
using Benchlearning.Contracts.V1.Networks;
using Benchlearning.Contracts.V1.Plans;
using Benchlearning.Contracts.V1.Practices;
using Benchlearning.Contracts.V1.Stewardship;
using Benchlearning.Contracts.V1.Surveys;
using Benchlearning.Contracts.V1.Webhooks;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Features.Analyses;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Puts data into a server's database by the product's own commands.</summary>
internal static class NewData
{
    /// <summary>Id of the analysis that is stored.</summary>
    public const string AnalysisId = "0b7f6a52-5e0c-4c83-9f0e-6f8d1c2b3a49";

    /// <summary>Id of the job that is done.</summary>
    public const string JobId = "4d3c2b1a-8f9e-4a7b-8c6d-5e4f3a2b1c0d";

    /// <summary>Id of the briefing that is kept.</summary>
    public const string BriefingId = "5b1e7c90-3d42-4f6a-9a8b-2c7d1e0f4a63";

    /// <summary>Imports rows "territory,period,indicator,breakdown,value,flag,reason_lv,reason_en".</summary>
    public static async Task ImportAsync(ApiServer api, params IEnumerable<string> rows)
    {
        var content = "territory,period,indicator,breakdown,value,flag,reason_lv,reason_en\n" + string.Join('\n', rows) + "\n";
        var report = await api.SendAsync(new ImportObservations.Command("test.csv", new MemoryStream(Encoding.UTF8.GetBytes(content)), "test", "Test"));
        Assert.That(report.Refused, Is.Zero);
        await api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>Defines annual indicators in percent with one decimal, lower is better, averaged by population.</summary>
    public static async Task DefineAsync(ApiServer api, params IEnumerable<string> codes)
    {
        var indicators = codes.Select(code => $$"""
            {"code": "{{code}}", "topic": "labour-market", "versions": [{"version": 1, "nameLv": "{{code}} lv", "nameEn": "{{code}} en", "definitionLv": "d", "definitionEn": "d",
             "unit": "percent", "direction": "lowerIsBetter", "decimals": 1, "measure": "ratio", "periodicity": "annual", "control": "low",
             "interpretationLv": "i", "interpretationEn": "i", "limitsLv": "l", "limitsEn": "l", "conversion": "weightedMean", "weightIndicator": "population",
             "validFrom": "2009", "source": "raim"}]}
            """);
        var catalogue = $$"""{"topics": [], "units": [], "sources": [], "dimensions": [], "indicators": [{{string.Join(',', indicators)}}]}""";
        await api.SendAsync(new DefineCatalogue.Command(new MemoryStream(Encoding.UTF8.GetBytes(catalogue))));
        await api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>Sets up a sync source of the code raim-export, and runs it once: the folder that it looks into is not there.</summary>
    public static async Task RunSyncAsync(ApiServer api)
    {
        const string Definitions = """{"syncSources": [{"code": "raim-export", "source": "raim", "adapter": "raim-export", "enabled": true, "settings": {"folder": "/nowhere"}}], "mappingRules": []}""";
        await api.SendAsync(new DefineSyncSources.Command(new MemoryStream(Encoding.UTF8.GetBytes(Definitions))));
        var run = await api.SendAsync(new StartSyncRun.Command("raim-export", "first", "en"));
        await UntilAsync(async () => (await api.SendAsync(new GetSyncRun.Query(run.Id, "en"))).FinishedAt is not null);
    }

    /// <summary>Sets up a webhook that is told of groups, which do not change here.</summary>
    public static Task SubscribeAsync(ApiServer api) =>
        api.SendAsync(new CreateWebhook.Command(new WebhookSettings { Url = "https://receiver.invalid/", Kinds = ["group"] }, "first"));

    /// <summary>Pushes the first part of a batch of the id routes, and leaves it open.</summary>
    public static async Task OpenBatchAsync(ApiServer api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/sources/raim/batches/routes/parts/1") { Content = new StringContent("territory", Encoding.UTF8, "text/csv") };
        request.Headers.Authorization = new("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
        using var answer = await api.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Defines the mapping rule 1 and files the correction 1, of a figure that no test asks for.</summary>
    public static async Task StewardAsync(ApiServer api)
    {
        await api.SendAsync(new DefineMappingRule.Command(new MappingRuleDefinition { Source = "raim", Kind = "territory", Name = "Cēsis", Target = "LV0420200", Reason = "Test" }));
        await api.SendAsync(new FileCorrection.Command(new CorrectionFiling { Indicator = "real-estate-tax-per-capita", Territory = "LV0090000", Period = "2009", Value = 25.7m, Reason = "Test" }));
    }

    /// <summary>Records the network routes, the client 1 and the role grant 1.</summary>
    public static async Task AdministerAsync(ApiServer api)
    {
        await api.SendAsync(new PutNetwork.Command("routes", new NetworkSettings { NameLv = "Tīkls", NameEn = "Network", Members = [] }, null));
        var client = await api.SendAsync(new CreateApiClient.Command(new ApiClientSettings { Name = "A system", Organisation = "lalrg" }, "first"));
        await api.SendAsync(new GrantRole.Command(new RoleGranting { Holder = client.Holder, Role = "analyst", Reason = "Test" }, "first"));
        await CooperateAsync(api);
    }

    /// <summary>Proposes the cycle 1 of the network routes, with the meeting kick-off.</summary>
    public static async Task CooperateAsync(ApiServer api)
    {
        await api.SendAsync(new PutCycle.Command("routes", 1, new CycleSettings { NameLv = "Cikls", NameEn = "Cycle" }, null));
        await api.SendAsync(new PutMeeting.Command("routes", 1, "kick-off", new MeetingSettings
        {
            Kind = "kickOff", NameLv = "Atklāšana", NameEn = "Kick-off", StartsAt = new DateTimeOffset(2026, 1, 10, 8, 0, 0, TimeSpan.Zero), EndsAt = new DateTimeOffset(2026, 1, 10, 9, 0, 0, TimeSpan.Zero),
        }, null));
    }

    /// <summary>Stores the public analysis <see cref="AnalysisId"/>, and lets a stranger make the job <see cref="JobId"/>, which is done.</summary>
    public static async Task AnalyseAsync(ApiServer api)
    {
        using var keeper = api.With(api.OperatorKey());
        _ = await keeper.StoreAsync(Asked.Stored("public"));
        await api.Client.WaitForAsync(await api.Client.StartJobAsync(Asked.Unemployment), "done");
        await api.SqlAsync($"update stored_analysis set stored_analysis_id = '{AnalysisId}'");
        await api.SqlAsync($"update job set job_id = '{JobId}'");
    }

    /// <summary>Publishes the practice 1 with the comment 1 and the adoption 1, and begins the plan 1.</summary>
    public static async Task ShareAsync(ApiServer api)
    {
        const string Any = "*";
        await api.SendAsync(new CreatePractice.Command(new PracticeSettings
        {
            Organisation = "cesu-novads-2021", Origin = "municipal", Theme = "labour-market", TitleLv = "Prakse", ProblemLv = "Problēma", SolutionLv = "Risinājums", StepsLv = "Soļi",
            ContactEmail = "anna@cesis.example", Evidence = "described",
        }, "first", "en"));
        foreach (var move in new[] { "submit", "startReview", "publish" })
            await api.SendAsync(new MovePractice.Command(1, new PracticeMoveRequest { Move = move }, Any, "en"));
        await api.SendAsync(new CommentPractice.Command(1, new PracticeCommentSettings { Text = "Cik maksā?" }, "first", "en"));
        await api.SendAsync(new AdoptPractice.Command(1, new AdoptionSettings { Organisation = "riga" }, "first", "en"));
        await api.SendAsync(new CreatePlan.Command(new PlanSettings
        {
            Organisation = "riga", Kind = "management", TitleLv = "Plāns", Owner = "Departaments", DueOn = new DateOnly(2013, 12, 31),
            Targets = [new PlanTargetSettings { Indicator = "unemployment-rate", BaselinePeriod = "2011", TargetPeriod = "2013", TargetValue = 5 }],
        }, "first", "en"));
        await api.SendAsync(new AdvisePlan.Command(1, new PlanAdviceSettings { Text = "Sāciet." }, "first", "en"));
        await api.SendAsync(new ReplacePlanActions.Command(1, new PlanActions { Actions = [new PlanActionSettings { TitleLv = "Darbs", Owner = "Nodaļa", DueOn = new DateOnly(2012, 6, 1) }] }, Any, "en"));
        foreach (var move in new[] { "review", "start" })
            await api.SendAsync(new MovePlan.Command(1, new PlanMoveRequest { Move = move }, Any, "en"));
    }

    /// <summary>Keeps the briefing <see cref="BriefingId"/>.</summary>
    public static async Task BriefAsync(ApiServer api)
    {
        _ = await api.SendAsync(new KeepBriefing.Command(new BriefingRequest { Territory = "LV0420200" }, "first", "http://127.0.0.1", "lv"));
        await api.SqlAsync($"""
            alter table briefing_document drop constraint briefing_document_briefing_id_fkey;
            update briefing_document set briefing_id = '{BriefingId}';
            update briefing set briefing_id = '{BriefingId}';
            alter table briefing_document add foreign key (briefing_id) references briefing
            """);
    }

    /// <summary>Records the set of questions routes, and publishes the survey 1 of it.</summary>
    public static async Task SurveyAsync(ApiServer api)
    {
        await api.SendAsync(new PutQuestionSet.Command("routes", new QuestionSetSettings { TitleLv = "Jautājumi", TitleEn = "Questions", Audience = "users", Questions = [new SurveyQuestion { Code = "overall", TextLv = "Kopumā?", TextEn = "Overall?" }] }, null));
        var survey = await api.SendAsync(new CreateSurvey.Command(new SurveySettings
        {
            Territory = "LV0026000", QuestionSet = "routes", TitleLv = "Aptauja", TitleEn = "Survey", Period = "2024", Mode = "aggregates", OpensOn = new DateOnly(2024, 3, 1), ClosesOn = new DateOnly(2024, 3, 31),
        }, "first"));
        await api.SendAsync(new PutSurveyAggregates.Command(survey.Id, new SurveyAggregates { Invited = 40, Answered = 20, Counts = [new SurveyCount { Question = "overall", Answers = [2, 1, 2, 3, 4, 5, 3] }] }, null));
        await api.SendAsync(new PublishSurvey.Command(survey.Id, new SurveyPublication { Reason = "Test" }));
    }

    /// <summary>Waits until something holds; fails after 20 s.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
            await Task.Delay(50, patience.Token);
    }
}
