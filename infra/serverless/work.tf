locals {
  queues = {
    # Chunks of posts: one an invocation, many side by side. Late ones are worthless, the repair was there first.
    posts = { batch_size = 1, side_by_side = var.posts_side_by_side, attempts = 3, retention_seconds = 3600 }
    # Rings for the worker, which looks for all that is due.
    work = { batch_size = 10, side_by_side = 5, attempts = 5, retention_seconds = 86400 }
  }

  rates = {
    sweep  = var.sweep_minutes == 1 ? "rate(1 minute)" : "rate(${var.sweep_minutes} minutes)"
    expire = "rate(1 day)"
  }

  environment = merge(
    {
      DYNAMODB_PREFIX      = local.name
      SECRETS_PARAMETER    = module.secrets.parameter
      WEBSOCKET_URL        = local.socket_url
      GATEWAY_ENDPOINT     = replace(module.websocket_api.endpoint, "wss://", "https://")
      ALLOWED_HOSTS        = join(",", compact([local.site_host, local.http_host]))
      CSRF_TRUSTED_ORIGINS = join(",", local.origins)
      HTTPS                = "1"
      TRUSTED_PROXIES      = var.site ? "2" : "1" # CloudFront, API Gateway
      REGISTRATION         = var.registration
      FILES_BUCKET         = module.files.name
      FILES_REGION         = var.region
    },
    { for front in module.files_front : "FILES_ORIGIN" => front.origin },
    { for database in module.database : "DATABASE_URL" => database.url },
    { for proxy in terraform_data.proxy_secret : "PROXY_SECRET" => sensitive(proxy.output) },
    length(var.stun_urls) > 0 ? { STUN_URLS = join(",", var.stun_urls) } : {},
    length(var.turn_urls) > 0 ? { TURN_URLS = join(",", var.turn_urls) } : {},
    { for purpose, url in module.queues.urls : "${upper(purpose)}_QUEUE_URL" => url },
    var.environment,
  )

  # Least privilege: each statement names what this installation owns.
  statements = concat([
    {
      Sid    = "ItsTables"
      Effect = "Allow"
      Action = [
        "dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
      ]
      Resource = values(module.tables.arns)
    },
    {
      Sid    = "ItsFiles"
      Effect = "Allow"
      Action = [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject",
      ]
      Resource = ["${module.files.arn}/*"]
    },
    {
      # Without it S3 answers 403 for what is not there.
      Sid      = "WhetherAFileIsThere"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [module.files.arn]
    },
    {
      Sid      = "ItsSockets"
      Effect   = "Allow"
      Action   = ["execute-api:ManageConnections"]
      Resource = [module.websocket_api.connections_arn]
    },
    {
      Sid      = "ItsSecretByParameterStore"
      Effect   = "Allow"
      Action   = ["ssm:GetParameter"]
      Resource = ["arn:${local.partition}:ssm:${var.region}:${local.account_id}:parameter/${trimprefix(module.secrets.parameter, "/")}"]
    },
    ],
    var.secrets_store == "secretsmanager" ? [{
      Sid      = "ItsSecret"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = [module.secrets.secret_arn]
    }] : [],
    [for database in module.database : {
      Sid      = "ItsDatabase"
      Effect   = "Allow"
      Action   = ["dsql:DbConnectAdmin"]
      Resource = [database.arn]
    }],
    var.queues ? [{
      Sid    = "ItsQueues"
      Effect = "Allow"
      Action = [
        "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ]
      Resource = values(module.queues.arns)
    }] : [],
  )
}
