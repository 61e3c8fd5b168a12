using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// The connector service that a bot calls. See
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
/// </summary>
internal sealed class FakeTeamsConnector(FakeTeams teams)
{
    /// <summary>Of one message, in UTF-16.</summary>
    private const int LargestMessage = 28 * 1024;

    public void Map(WebApplication app)
    {
        var service = app.MapGroup("/amer/v3/conversations");
        service.MapPost("/", (HttpRequest request) => CallAsync(request, body => Create(body!)));
        service.MapPost(
            "/{conversation}/activities",
            (string conversation, HttpRequest request) => CallAsync(request, body => Post(conversation, body!, Targeted(request))));
        service.MapPost(
            "/{conversation}/activities/{id}",
            (string conversation, string id, HttpRequest request) => CallAsync(request, body => Post(conversation, body!, Targeted(request), id)));
        service.MapPut(
            "/{conversation}/activities/{id}",
            (string conversation, string id, HttpRequest request) => CallAsync(request, body => Update(conversation, id, body!)));
        service.MapDelete("/{conversation}/activities/{id}", (string conversation, string id, HttpRequest request) =>
            CallAsync(request, _ => teams.Remove(conversation, id) ? (200, null) : Missing("ActivityNotFoundInConversation")));
        service.MapGet(
            "/{conversation}/members",
            (string conversation, HttpRequest request) => CallAsync(request, _ => IsKnown(conversation) ? (200, Members()) : Missing("ConversationNotFound")));
        service.MapGet("/{conversation}/pagedmembers", (string conversation, HttpRequest request) => CallAsync(request, _ => IsKnown(conversation)
            ? (200, new JsonObject { ["members"] = Members() }) : conversation == FakeTeams.Team ? (200, Page(request)) : Missing("ConversationNotFound")));
    }

    private async Task<IResult> CallAsync(HttpRequest request, Func<JsonObject?, (int Status, JsonNode? Body)> carryOut)
    {
        var body = request.HasJsonContentType() ? (await JsonNode.ParseAsync(request.Body))?.AsObject() : null;
        var failure = teams.IsDown ? new FakeTeamsFailure(503) : teams.TakeFailure();
        var token = request.Headers.Authorization.ToString();
        var (status, answer) = failure is { Applies: false }
            ? (failure.Status, Problem("ServiceError"))
            : !token.StartsWith("Bearer ", StringComparison.Ordinal) || !teams.Issuer.Issued(token["Bearer ".Length..]) ? (401, Problem("Unauthorized"))
            : body is not null && body.ToJsonString(Plain).Length * 2 > LargestMessage ? (413, Problem("MessageSizeTooBig"))
            : carryOut(body);
        teams.Record(new FakeTeamsCall(request.Method, Uri.UnescapeDataString(request.Path.Value!), Targeted(request), body, failure?.Status ?? status));
        if (failure == FakeTeamsFailure.CutAfterTheEffect)
        {
            request.HttpContext.Abort();
            return Results.Empty;
        }

        if (failure is { RetryAfter: { } seconds })
        {
            request.HttpContext.Response.Headers.RetryAfter = seconds;
        }

        return answer is null
            ? Results.StatusCode(failure?.Status ?? status)
            : Results.Text(answer.ToJsonString(), "application/json", statusCode: failure?.Status ?? status);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private (int, JsonNode?) Create(JsonObject body)
    {
        if ((string?)body["channelData"]?["channel"]?["id"] is { } channel)
        {
            return channel == FakeTeams.Channel && body["activity"] is JsonObject root ? Thread(channel, root) : Missing("ConversationNotFound");
        }

        if ((string?)body["members"]?[0]?["id"] is not { } member || (string?)body["channelData"]?["tenant"]?["id"] != FakeTeams.Tenant)
        {
            return (400, Problem("BadSyntax"));
        }

        return User(member) is not { } user ? Missing("ConversationNotFound")
            : teams.Uninstalled.Contains(user.Id) ? (403, Problem("ForbiddenOperationException"))
            : (201, new JsonObject { ["id"] = FakeTeams.PersonalChat(user) });
    }

    private (int, JsonNode?) Thread(string channel, JsonObject root)
    {
        var id = teams.NextId();
        teams.Show(new FakeTeamsMessage($"{channel};messageid={id}", id, null, root, Edits: 0));
        return (201, new JsonObject { ["id"] = $"{channel};messageid={id}", ["activityId"] = id });
    }

    private (int, JsonNode?) Post(string conversation, JsonObject activity, bool targeted, string? replyTo = null)
    {
        if (!IsKnown(conversation))
        {
            return Missing("ConversationNotFound");
        }

        if (new[] { FakeTeams.Alice, FakeTeams.Bob }.Any(user => conversation == FakeTeams.PersonalChat(user) && teams.Uninstalled.Contains(user.Id)))
        {
            return (403, Problem("BotNotInConversationRoster"));
        }

        if (conversation == FakeTeams.Channel)
        {
            return Thread(conversation, activity) is (_, { } made) ? (201, new JsonObject { ["id"] = (string?)made["activityId"] }) : (500, null);
        }

        var onlyFor = targeted ? (string?)activity["recipient"]?["id"] : null;
        if (targeted && (onlyFor is null || User(onlyFor) is null))
        {
            return (400, Problem("BadArgument"));
        }

        var id = teams.NextId();
        teams.Show(new FakeTeamsMessage(conversation, id, onlyFor, activity, Edits: 0) { ReplyTo = replyTo });
        return (201, new JsonObject { ["id"] = id });
    }

    private (int, JsonNode?) Update(string conversation, string id, JsonObject activity) =>
        teams.Edit(conversation, id, activity) ? (200, new JsonObject { ["id"] = id }) : Missing("ActivityNotFoundInConversation");

    private static bool Targeted(HttpRequest request) => request.Query["isTargetedActivity"] == "true";

    private static bool IsKnown(string conversation) =>
        conversation == FakeTeams.Channel || conversation.StartsWith($"{FakeTeams.Channel};messageid=", StringComparison.Ordinal)
        || conversation == FakeTeams.PersonalChat(FakeTeams.Alice) || conversation == FakeTeams.PersonalChat(FakeTeams.Bob);

    private static FakeTeamsUser? User(string id) => id == FakeTeams.Alice.Id ? FakeTeams.Alice : id == FakeTeams.Bob.Id ? FakeTeams.Bob : null;

    private static JsonArray Members() =>
        [.. new[] { FakeTeams.Alice, FakeTeams.Bob }
            .Select(user => new JsonObject { ["id"] = user.Id, ["name"] = user.Name, ["aadObjectId"] = user.AadObjectId, ["tenantId"] = FakeTeams.Tenant })];

    /// <summary>Smaller pages than any bot asks for, so that there are several.</summary>
    private JsonObject Page(HttpRequest request)
    {
        const int Size = 2;
        var from = int.TryParse(request.Query["continuationToken"], out var token) ? token : 0;
        var page = new JsonObject
        {
            ["members"] = new JsonArray([.. teams.TeamMembers.Skip(from).Take(Size).Select(user => new JsonObject
            {
                ["id"] = user.Id,
                ["name"] = user.Name,
                ["aadObjectId"] = user.AadObjectId.ToUpperInvariant(),
                ["tenantId"] = FakeTeams.Tenant,
            })]),
        };
        if (from + Size < teams.TeamMembers.Count)
        {
            page["continuationToken"] = $"{from + Size}";
        }

        return page;
    }

    private static (int, JsonNode?) Missing(string code) => (404, Problem(code));

    private static JsonObject Problem(string code) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = $"{code}." } };
}
