using IncidentBot;

return await Bot.RunAsync(args);
