using System.Text;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Doors;
using IncidentBot.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>Gives an activity from where the bot serves its turn, within the time there is for it, and answers once the turn is over.</summary>
internal sealed partial class TeamsTurns(TeamsAdapter adapter, TeamsIntake turns, Intake intake, IOptions<TeamsOptions> options, ILogger<TeamsTurns> logger)
{
    /// <summary>Teams waits longer; but what has not been stored by then is better refused while the person still looks.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(Activity activity, CancellationToken ct)
    {
        if (activity is not
            {
                Type.Length: > 0, Id: { Length: > 0 } id,
                From.Id: { Length: > 0 } user, Conversation.Id: { Length: > 0 } conversation, ServiceUrl: { Length: > 0 } serviceUrl
            })
        {
            return Malformed("The activity lacks its type, id, from, conversation or serviceUrl.");
        }

        if (Tenant(activity) is not { } tenant)
        {
            LogOtherTenant(activity.GetChannelData<TeamsChannelData>()?.Tenant?.Id ?? activity.Conversation.TenantId);
            return TypedResults.Text("This bot does not serve that tenant.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (ServiceUrls.Read(serviceUrl, options.Value) is null)
        {
            LogOtherService(serviceUrl);
            return TypedResults.Text("This bot does not answer to that service URL.", statusCode: StatusCodes.Status403Forbidden);
        }

        // An object id stands in its own field. What else somebody is called is taken for one nowhere.
        if (activity.From.AadObjectId is not { Length: > 0 } && !user.StartsWith("29:", StringComparison.Ordinal))
        {
            return Malformed("The activity names nobody: from has no aadObjectId, and its id is none of a person in Teams (29:…).");
        }

        var from = new Account(
            TeamsPlatform.PlatformName,
            tenant,
            activity.From.AadObjectId is { Length: > 0 } directoryId ? directoryId.ToLowerInvariant() : user);
        var sender = new TeamsSender(id, from, user, activity.From.Name ?? from.UserId, tenant, conversation, serviceUrl);
        return await intake.WithinAsync(
            Deadline,
            async token => Answer(await adapter.RunAsync(activity, (turn, inTurn) => turns.OnTurnAsync(Of(turn, sender), inTurn), token)),
            reason => NotStored(id, reason),
            ct);
    }

    private ContentHttpResult NotStored(string id, string reason)
    {
        LogNotStored(id, reason);
        return TypedResults.Text(Intake.NotStored, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static ITurnContext Of(ITurnContext turn, TeamsSender sender)
    {
        turn.TurnState.Add(sender);
        return turn;
    }

    private static IResult Answer(InvokeResponse? response) => response switch
    {
        null => TypedResults.Ok(),
        { Body: null } => TypedResults.StatusCode(response.Status),
        _ => TypedResults.Text(SdkJson.Write(response.Body), "application/json", Encoding.UTF8, response.Status),
    };

    private string? Tenant(Activity activity)
    {
        string[] named = [.. new[] { activity.GetChannelData<TeamsChannelData>()?.Tenant?.Id, activity.Conversation.TenantId }
            .OfType<string>()
            .Where(id => id.Length > 0)];
        return named.Length > 0 && named.All(options.Value.Serves) ? named[0].ToLowerInvariant() : null;
    }

    private ContentHttpResult Malformed(string what)
    {
        LogMalformed(what);
        return TypedResults.Text(what, statusCode: StatusCodes.Status400BadRequest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams sent an activity that makes no sense: {What}")]
    private partial void LogMalformed(string what);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused an activity from the tenant {Tenant}, which neither Teams:TenantId nor Teams:MoreTenants names")]
    private partial void LogOtherTenant(string? tenant);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused an activity with the service URL {ServiceUrl}: its host is not one of Teams:ServiceHosts")]
    private partial void LogOtherService(string serviceUrl);

    [LoggerMessage(Level = LogLevel.Error, Message = "The activity {Id} was not taken on: {Reason}")]
    private partial void LogNotStored(string id, string reason);
}
