terraform {
  required_version = ">= 1.11" # write-only arguments: secrets stay out of the state

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region            = var.region
  s3_use_path_style = var.s3_path_style

  default_tags {
    tags = local.tags
  }
}

# The region of whatever belongs to CloudFront.
provider "aws" {
  alias             = "us_east_1"
  region            = "us-east-1"
  s3_use_path_style = var.s3_path_style

  default_tags {
    tags = local.tags
  }
}
