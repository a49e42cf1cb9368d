using System.Diagnostics.CodeAnalysis;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Networks at work: cycles, meetings, what is compared and collected, tasks, analyses and choices.</summary>
internal static class NetworkEndpoints
{
    private const string Cycle = "/networks/{code}/cycles/{number:int}";
    private const string Meeting = $"{Cycle}/meetings/{{meeting}}";
    private const string Set = $"{Cycle}/indicator-sets/{{set:int}}";
    private const string Window = $"{Cycle}/collection-windows/{{window}}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var known = routes.MapGroup("/v1").WithTags("Networks").Require();
        known.MapPrivateRead("/cycle-models", ListCycleModels.HandleAsync, "listCycleModels", Budget.Metadata);
        known.MapPrivateRead("/networks/{code}/cycles", ListCycles.HandleAsync, "listCycles", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead(Cycle, GetCycle.HandleAsync, "getCycle", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/moves", ListCycleMoves.HandleAsync, "listCycleMoves", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/meetings", ListMeetings.HandleAsync, "listMeetings", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead(Meeting, GetMeeting.HandleAsync, "getMeeting", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Meeting}/minutes", ListMinutes.HandleAsync, "listMinutes", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/calendar", ReadMeetingCalendar.HandleAsync, "readMeetingCalendar", Budget.Metadata).Produces<string>(200, Format.Calendar.MediaType).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/indicator-sets", ListIndicatorSets.HandleAsync, "listIndicatorSets", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/collection-windows", ListCollectionWindows.HandleAsync, "listCollectionWindows", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/tasks", ListCycleTasks.HandleAsync, "listCycleTasks", Budget.Metadata).ProducesProblems(404);
        known.MapPrivateRead($"{Cycle}/analyses", ListCycleAnalyses.HandleAsync, "listCycleAnalyses", Budget.Metadata).ProducesProblems(404);
        Write<MinutesCommenting>(known, "POST", $"{Meeting}/minutes/{{minutes:int}}/comments", CommentOnMinutes.HandleAsync, "commentOnMinutes", 404, 409, 422);
        Write<CycleTaskMove>(known, "POST", $"{Cycle}/tasks/{{task}}/moves", MoveCycleTask.HandleAsync, "moveCycleTask", 404, 409, 412, 428);

        var coordinator = routes.MapGroup("/v1").WithTags("Networks").Require(Permission.CoordinateNetworks);
        Write<CycleSettings>(coordinator, "PUT", Cycle, PutCycle.HandleAsync, "putCycle", 404, 409, 412, 428);
        Write<CycleMoveRequest>(coordinator, "POST", $"{Cycle}/moves", MoveCycle.HandleAsync, "moveCycle", 404, 409, 412, 428);
        Write<CycleMemberSettings>(coordinator, "PUT", $"{Cycle}/members/{{organisation}}", PutCycleMember.HandleAsync, "putCycleMember", 404, 409, 412, 428);
        Write<MeetingSettings>(coordinator, "PUT", Meeting, PutMeeting.HandleAsync, "putMeeting", 404, 409, 412, 428);
        Write<MinutesSettings>(coordinator, "PUT", $"{Meeting}/minutes/{{minutes:int}}", PutMinutes.HandleAsync, "putMinutes", 404, 409, 412, 428);
        Write<IndicatorSetSettings>(coordinator, "PUT", Set, PutIndicatorSet.HandleAsync, "putIndicatorSet", 404, 409, 412, 428);
        coordinator.MapPost($"{Set}/freezes", FreezeIndicatorSet.HandleAsync).WithName("freezeIndicatorSet").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 412, 428, 429, 500, 503);
        coordinator.MapPost($"{Cycle}/schedules", ScheduleCycle.HandleAsync).WithName("scheduleCycle").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 429, 500, 503);
        Write<CollectionWindowSettings>(coordinator, "PUT", Window, PutCollectionWindow.HandleAsync, "putCollectionWindow", 404, 409, 412, 428);
        Write<CycleTaskSettings>(coordinator, "PUT", $"{Cycle}/tasks/{{task}}", PutCycleTask.HandleAsync, "putCycleTask", 404, 409, 412, 428);
        Write<CycleAnalysisSettings>(coordinator, "PUT", $"{Cycle}/analyses/{{id}}", PutCycleAnalysis.HandleAsync, "putCycleAnalysis", 404, 409, 412, 428);

        var member = routes.MapGroup("/v1").WithTags("Networks").Require(Permission.TakePartInNetworks);
        Write<IndicatorSetVoting>(member, "PUT", $"{Set}/votes/{{organisation}}", VoteOnIndicatorSet.HandleAsync, "voteOnIndicatorSet", 404, 409);
        Write<CollectionAnswer>(member, "PUT", $"{Window}/answers/{{organisation}}", PutCollectionAnswer.HandleAsync, "putCollectionAnswer", 404, 409, 412, 422, 428);
        Write<PracticeChoice>(member, "PUT", $"{Cycle}/choices/{{organisation}}", PutPracticeChoice.HandleAsync, "putPracticeChoice", 404, 409, 412, 428);
    }

    /// <summary>Maps what changes something and takes a JSON body.</summary>
    private static void Write<T>(IEndpointRouteBuilder group, string method, [StringSyntax("Route")] string pattern, Delegate handler, string name, params int[] statuses)
        where T : notnull =>
        group.MapMethods(pattern, [method], handler).WithName(name).WithMetadata(new BudgetAttribute(Budget.Writes)).Accepts<T>("application/json")
            .ProducesProblems([400, 406, 413, 415, 429, 500, 503, .. statuses]);
}
