using System.Text;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Jobs;
using FluentValidation;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>
/// Carries out one job after another, each with what its caller might see when they asked and may see now. While it does, it renews its lease, tells
/// how far it is, and looks whether it is to stop; a job whose lease ran out is begun again by whoever comes first.
/// </summary>
[CommandPart]
internal sealed class JobRun(Db db, AnalysisRepeat repeat, KnownMethods methods, ReachNow access, IOptions<ServiceOptions> options, ILogger<JobRun> log)
{
    /// <summary>A job that took its instance down this often is not begun again.</summary>
    private const int MostAttempts = 3;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);
    private readonly Guid runner = Guid.NewGuid();

    /// <summary>Who has fewest running is next, so that nobody's many hold up another's one.</summary>
    private const string TakeSql = """
        update job
        set state = 'running', runner = @runner, leased_until = clock_timestamp() + make_interval(secs => @seconds), started_at = coalesce(started_at, clock_timestamp()),
            attempts = attempts + 1, done = null, total = null, counted = null
        where job_id = (
            select w.job_id
            from job w
            where w.state = 'queued'
               or (w.state = 'running' and w.leased_until < clock_timestamp())
            order by (select count(*) from job r where r.owner = w.owner and r.state = 'running' and r.leased_until >= clock_timestamp()), w.number
            limit 1
            for update skip locked)
        returning job_id as id, owner, caller::text as caller, reach, method, language, request, attempts, is_cancel_asked
        """;

    private const string BeatSql = """
        update job
        set leased_until = clock_timestamp() + make_interval(secs => @seconds), done = @done, total = @total, counted = @counted
        where job_id = @id
          and runner = @runner
          and state = 'running'
        returning is_cancel_asked
        """;

    private const string DoneSql = """
        update job
        set state = 'done', ended_at = clock_timestamp(), leased_until = null, answer = @answer, checksum = @checksum, done = @done, total = @total, counted = @counted,
            kept_until = clock_timestamp() + make_interval(hours => @hours), stored_analysis_id = @analysis
        where job_id = @id
          and runner = @runner
          and state = 'running'
          and not is_cancel_asked
        """;

    private const string EndSql = """
        update job
        set state = @state, ended_at = clock_timestamp(), leased_until = null, failure = @failure::json
        where job_id = @id
          and runner = @runner
          and state = 'running'
        """;

    private const string ReturnSql = """
        update job
        set state = 'queued', leased_until = null, runner = null, attempts = attempts - 1
        where job_id = @id
          and runner = @runner
          and state = 'running'
        """;

    private const string ForgetSql = """
        update job
        set answer = null
        where answer is not null
          and kept_until < clock_timestamp();

        delete from job
        where ended_at < clock_timestamp() - make_interval(days => @days)
        """;

    /// <summary>Carries out the job that is next. How it ends is recorded, not thrown; the loss of the database is thrown.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is not { } job)
            return false;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        var progress = new LatestProgress();
        var beating = BeatAsync(job, progress, stopping, ended.Token);
        try
        {
            if (job.IsCancelAsked)
                await stopping.CancelAsync();
            stopping.Token.ThrowIfCancellationRequested();
            var (answer, reach) = await AnswerAsync(job, progress, stopping.Token);
            await FinishAsync(job, answer, reach, progress.Value, cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (cancellationToken.IsCancellationRequested)
                await ReturnAsync(job);
            else
                await EndAsync(job, "cancelled", null, cancellationToken); // does nothing where another instance has it
        }
        catch (Exception failure) when (ProblemOf(failure) is { } problem)
        {
            await EndAsync(job, "failed", problem, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await beating;
        }
        return true;
    }

    /// <summary>Lets go of answers that are kept no longer, and of jobs that ended long ago.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(ForgetSql, new { days = JobLimits.ForgottenAfterDays }, cancellationToken);
        await transaction.CommitOwnWorkAsync("What was kept for a while goes, as was said when it was made.", cancellationToken);
    }

    private async Task<(byte[] Answer, Reach Reach)> AnswerAsync(JobTask job, LatestProgress progress, CancellationToken cancellationToken)
    {
        if (job.Attempts > MostAttempts)
            throw new ProblemException(ProblemTypes.InternalError, $"The service broke off {MostAttempts} times while it ran.");
        if (methods.Find(job.Method) is not { } method)
            throw new ProblemException(ProblemTypes.Unprocessable, $"There is no method {job.Method} any more.");
        if (await access.ReadAsync(RememberedCaller.Read(job.Caller), cancellationToken) is not { } now)
            throw new ProblemException(ProblemTypes.Unauthorised, "The key that the job was asked for with is not valid any more, or its holder may not come in.");
        var reach = Reach.Parse(job.Reach).And(now);
        return (await repeat.AnswerAsync(method, job.Request, job.Language, reach, progress, cancellationToken), reach);
    }

    private async Task<JobTask?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var taken = await transaction.QueryAsync<JobTask>(TakeSql, new { runner, seconds = options.Value.Jobs.LeaseSeconds }, cancellationToken);
        if (taken.Count > 0)
            await transaction.CommitOwnWorkAsync("Who carries a job out.", cancellationToken);
        return taken.FirstOrDefault();
    }

    /// <summary>Renews the lease and tells the progress until the end; stops the calculation when it is to be cancelled, or another instance has it.</summary>
    private async Task BeatAsync(JobTask job, LatestProgress progress, CancellationTokenSource stopping, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, ended);
                await using var transaction = await db.BeginAsync(ended);
                var told = progress.Value;
                var asked = await transaction.QueryAsync<bool>(BeatSql, new
                {
                    id = job.Id, runner, seconds = options.Value.Jobs.LeaseSeconds, done = told?.Done, total = told?.Of, counted = told?.What,
                }, ended);
                await transaction.CommitOwnWorkAsync("That it still goes on, and how far it is.", ended);
                if (asked is not [false])
                {
                    await stopping.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // it has ended
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            log.LogWarning("Job {JobId} cannot tell that it goes on, and stops: {Reason}", job.Id, failure.Message);
            await stopping.CancelAsync();
        }
    }

    private async Task FinishAsync(JobTask job, byte[] answer, Reach reach, AnalysisProgress? progress, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var (analysis, note) = await StoredAsync(transaction, job, answer, reach, cancellationToken);
        var isDone = await transaction.ExecuteAsync(DoneSql, new
        {
            id = job.Id, runner, answer, checksum = StoredAnalysisRegistry.ChecksumOf(answer), hours = options.Value.Jobs.ResultHours, analysis,
            done = progress?.Done, total = progress?.Of, counted = progress?.What,
        }, cancellationToken) == 1;
        if (!isDone)
        {
            await transaction.DisposeAsync();
            await EndAsync(job, "cancelled", null, cancellationToken); // asked at the last moment
        }
        else if (note is not null)
            await transaction.CommitAsync(note, cancellationToken);
        else
            await transaction.CommitOwnWorkAsync("The answer of what was asked for and noted before.", cancellationToken);
    }

    private async Task<(Guid? Analysis, AuditNote? Note)> StoredAsync(DbTransaction transaction, JobTask job, byte[] answer, Reach reach, CancellationToken cancellationToken)
    {
        var request = methods.Find(job.Method)!.Read(job.Request);
        if (request.Storage is not { } storage)
            return (null, null);
        var remembered = RememberedCaller.Read(job.Caller);
        var kept = new NewAnalysis(job.Method, job.Language, storage.Title, StorageRules.VisibilityOf(storage), reach, request.AsOf, request.Text, answer, job.Owner);
        var (id, note) = await StoredAnalysisRegistry.KeepAsync(transaction, kept, new AuditOrigin(remembered.Kind, job.Owner, remembered.KeyPrefix), cancellationToken);
        return (id, note);
    }

    private async Task EndAsync(JobTask job, string state, JobFailure? failure, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await transaction.ExecuteAsync(EndSql, new { id = job.Id, runner, state, failure = failure is null ? null : Encoding.UTF8.GetString(AnalysisJson.Bytes(failure)) }, cancellationToken);
        await transaction.CommitOwnWorkAsync("The end of what was asked for and noted before.", cancellationToken);
    }

    /// <summary>This instance stops: another may begin the job again at once.</summary>
    private async Task ReturnAsync(JobTask job)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await using var transaction = await db.BeginAsync(patience.Token);
            await transaction.ExecuteAsync(ReturnSql, new { id = job.Id, runner }, patience.Token);
            await transaction.CommitOwnWorkAsync("Who carries a job out.", patience.Token);
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            log.LogWarning("Job {JobId} is left to its lease: {Reason}", job.Id, failure.Message);
        }
    }

    /// <summary>What a job fails with; null for what is no end of its own: a lost database, after which it is begun again.</summary>
    private JobFailure? ProblemOf(Exception failure)
    {
        switch (failure)
        {
            case NpgsqlException or TimeoutException or IOException or OperationCanceledException:
                return null;
            case ValidationException or ProblemException:
                var (type, detail, errors) = ProblemWriter.Refusal(failure);
                return new JobFailure(type.Code, detail, errors);
            default:
                log.LogError(failure, "A job failed.");
                return new JobFailure(ProblemTypes.InternalError.Code, "The service failed while it ran; the log has the details.", []);
        }
    }

    private sealed record JobTask(Guid Id, string Owner, string Caller, string Reach, string Method, string Language, string Request, int Attempts, bool IsCancelAsked);
}
