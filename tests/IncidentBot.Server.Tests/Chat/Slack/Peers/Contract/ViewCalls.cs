using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Forms and the home tab. They take no scope.</summary>
internal static class ViewCalls
{
    public static readonly IReadOnlyList<ContractCall> All =
    [
        Open("a form", "<new-trigger>", Form(), "ok view.id=<form> view.type=modal view.callback_id=command view.private_metadata=inc-1"),
        Open("a form for the same press", "<old-trigger>", Form(), "exchanged_trigger_id"),
        Open("a form for no press", "1.2.nonsense", Form(), "invalid_trigger_id"),
        Open("a form without a title", "<new-trigger>", Form(but: "title"), "invalid_arguments"),
        Open("a form without blocks", "<new-trigger>", Form(but: "blocks"), "invalid_arguments"),
        new("no form", "views.open", new() { ["trigger_id"] = "<new-trigger>" }, "invalid_arguments"),
        new("a form without a token", "views.open", new() { ["trigger_id"] = "1.2.nonsense", ["view"] = Form() }, "not_authed") { Token = ContractToken.None },
        Publish("a home tab", "<alice>", Home(), "ok view.id=<home> view.type=home"),
        Publish("a home tab again", "<alice>", Home(), "ok view.id=<home>"),
        Publish("a home tab of nobody", "U0NOBODY", Home(), "invalid_arguments"),
        Publish("a form as a home tab", "<alice>", Form(), "invalid_arguments"),
    ];

    private static ContractCall Open(string what, string trigger, JsonObject view, string answer) =>
        new(what, "views.open", new() { ["trigger_id"] = trigger, ["view"] = view }, answer);

    private static ContractCall Publish(string what, string user, JsonObject view, string answer) =>
        new(what, "views.publish", new() { ["user_id"] = user, ["view"] = view }, answer);

    private static JsonObject Form(string? but = null)
    {
        var view = new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = "command",
            ["private_metadata"] = "inc-1",
            ["title"] = Plain("Open an incident"),
            ["submit"] = Plain("Open"),
            ["close"] = Plain("Cancel"),
            ["blocks"] = Blocks(),
        };
        view.Remove(but ?? "");
        return view;
    }

    private static JsonObject Home() => new() { ["type"] = "home", ["blocks"] = Blocks() };

    private static JsonArray Blocks() => new(new JsonObject { ["type"] = "section", ["text"] = Plain("x") });

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text };
}
