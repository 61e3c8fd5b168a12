using IncidentBot.Doors;
using IncidentBot.Markup;
using IncidentBot.People;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Chat.Local;

/// <summary>A page on which the whole product can be used without an account, on the machine it runs on.</summary>
internal static class LocalChat
{
    // Four times what the longest text takes when each character is three bytes, percent-encoded.
    private const long LargestForm = 160 * 1024;

    /// <param name="administers">See <see cref="LocalOptions.Administers"/>.</param>
    public static IServiceCollection AddLocalChat(this IServiceCollection services, bool administers = false)
    {
        services.AddSettings<LocalOptions>(LocalOptions.Section);
        foreach (var person in LocalPeople.All)
        {
            services.AddSingleton(administers ? person with { Permissions = person.Permissions | Permissions.Administer } : person);
        }

        services.AddSingleton<LocalToken>();
        services.AddSingleton<LocalPlatform>();
        services.AddSingleton<IChatPlatform>(provider => provider.GetRequiredService<LocalPlatform>());
        services.TryAddSingleton<ComponentMarkup>();
        services.AddSingleton<ListedChannels>();
        services.AddSingleton<NothingThere>();
        services.AddSingleton<FindChannels>();
        services.AddSingleton<ShowChannel>();
        services.AddIntake();
        services.AddSingleton<ReceiveMessage>();
        services.AddSingleton<CompleteLine>();
        services.AddSingleton<FillForm>();
        services.AddSingleton<FollowChannel>();
        return services;
    }

    public static RouteGroupBuilder MapLocalChat(this IEndpointRouteBuilder routes)
    {
        var chat = routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, LocalDoor>().AddEndpointFilter<RouteGroupBuilder, StoreAway>();
        chat.MapGet("/", () => TypedResults.LocalRedirect($"/chat/{LocalChannels.General}?as={LocalPeople.Ada.Id}"));
        chat.MapGet("/chat/assets/{name}", LocalAssets.All.Get);
        chat.MapGet(
            "/chat/{channel}",
            (string channel, [FromQuery(Name = "as")] string? person, string? before, ShowChannel show, HttpRequest request, CancellationToken ct) =>
                show.GetAsync(request, channel, person, before, ct));
        chat.MapGet(
            "/chat/{channel}/channels",
            (string channel, [FromQuery(Name = "as")] string? person, string? find, string? after, FindChannels channels, HttpContext http) =>
                channels.GetAsync(http.Request, channel, person, find, after, http.RequestAborted));
        chat.MapGet(
            "/chat/{channel}/events",
            (string channel, [FromQuery(Name = "as")] string? person, long? after, long? heard, FollowChannel follow, HttpContext http) =>
                follow.GetAsync(channel, person, after, heard, http));
        chat.MapGet(
            "/chat/{channel}/completion",
            (string channel, [FromQuery(Name = "as")] string? person, string? typed, CompleteLine complete, CancellationToken ct) =>
                complete.GetAsync(channel, person, typed ?? "", ct));
        chat.MapPost("/chat/{channel}/messages", (string channel, ReceiveMessage receive, HttpContext http) => receive.PostAsync(channel, http))
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        chat.MapGet(
            "/chat/{channel}/form",
            (string channel, [FromQuery(Name = "as")] string? person, string? command, FillForm fill, HttpRequest request, CancellationToken ct) =>
                fill.GetAsync(request, channel, person, command ?? "", ct));
        chat.MapPost("/chat/{channel}/form", (string channel, FillForm fill, HttpContext http) => fill.PostAsync(channel, http))
            .WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        chat.MapFallback("/chat/{**rest}", ([FromQuery(Name = "as")] string? person, NothingThere nothing, HttpRequest request) =>
            nothing.SayAsync(request, "No page of the local chat has this address. Everything begins in #general.", person));
        return chat;
    }

    /// <summary>What is wrong with the address, in words for whoever typed it.</summary>
    internal static string? Mistake(string channel, string? person) =>
        !LocalChannels.IsName(channel) ? $"'{channel}' is not a channel name: use lower-case letters, digits and dashes, at most 80."
        : LocalPeople.Find(person) is null ? $"Unknown person '{person}'. Choose one of: {string.Join(", ", LocalPeople.All.Select(one => one.Id.Value))}."
        : null;

    internal static IResult Refuse(string reason) => TypedResults.Text(reason + "\n", statusCode: StatusCodes.Status400BadRequest);
}
