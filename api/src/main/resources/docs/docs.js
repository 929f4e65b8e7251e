// The page shows this server's contract and sends no request to another server.
SwaggerUIBundle({
  url: "openapi.yaml",
  dom_id: "#contract",
  deepLinking: true,
  validatorUrl: null,
});
